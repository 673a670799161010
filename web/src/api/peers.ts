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

export const bundlePath = (id: string) => `/v1/referrals/${id}/exchange/bundle.zip`;

export const takeBundle = (file: File) => send<TakenBundle>('/v1/exchange/bundles', { method: 'POST', body: file, headers: { 'Content-Type': 'application/octet-stream' } });
