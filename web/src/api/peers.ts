// Partner hubs, and how a case stands with the other one.
import { $api } from './client';
import { send } from './http';
import type { components } from './schema';

export type Peer = components['schemas']['AdminPeer'];
export type Peers = components['schemas']['AdminPeerList'];
export type Selftest = components['schemas']['AdminSelftest'];
export type Shared = components['schemas']['SharedView'];
export type Message = components['schemas']['MessageView'];
export type TakenBundle = components['schemas']['TakenBundle'];

export const usePeers = (enabled: boolean) => $api.useQuery('get', '/v1/admin/peers', {}, { enabled, retry: false, refetchInterval: 15_000 });
export const usePeerProposals = (agency: string, enabled: boolean) => $api.useQuery('get', '/v1/admin/agencies/{agency}/proposals', { params: { path: { agency } } }, { enabled, retry: false });

/** How a case stands with the other hub; looked at again while something is under way. */
export const useExchange = (id: string) => $api.useQuery('get', '/v1/referrals/{id}/exchange', { params: { path: { id } } }, { refetchInterval: (q) => (q.state.data?.settled ? false : 3_000) });

export type HandMessage = components['schemas']['HandMessage'];

/** What came from other hubs and people act on by hand. */
export const useHandMessages = () => $api.useQuery('get', '/v1/exchange/by-hand', {}, { retry: false });
/** The readable text of a message; its bytes never change once they are here. */
export const useReadable = (message: string) => $api.useQuery('get', '/v1/exchange/messages/{message}/rendition', { params: { path: { message } } }, { retry: false, refetchInterval: (q) => (q.state.data?.state === 'waits' ? 5_000 : false) });

export type DisclosedField = components['schemas']['DisclosedField'];
export type DisclosureGroup = components['schemas']['DisclosureGroup'];

/** The ledger of a case: which field went to whom of another hub. */
export const useDisclosures = (id: string) => $api.useQuery('get', '/v1/referrals/{id}/disclosures', { params: { path: { id } } }, { retry: false });

export type Onward = components['schemas']['OnwardView'];

/** Whether a case that came from another hub may go on, and what was asked. */
export const useOnward = (id: string) => $api.useQuery('get', '/v1/referrals/{id}/onward', { params: { path: { id } } }, { retry: false });

export const bundlePath = (id: string) => `/v1/referrals/${id}/exchange/bundle.zip`;

export const takeBundle = (file: File) => send<TakenBundle>('/v1/exchange/bundles', { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } });
