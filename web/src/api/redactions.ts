// Destroying what must not be in a case: orders, places, copies.
import { $api } from './client';
import { send } from './http';
import type { components } from './schema';

export type RedactionView = components['schemas']['RedactionView'];
export type FoundPlace = components['schemas']['FoundPlaceView'];
export type PlaceBody = components['schemas']['PlaceBody'];

export const useRedactions = (id: string, enabled: boolean) => $api.useQuery('get', '/v1/referrals/{id}/redactions', { params: { path: { id } } }, { enabled });
export const redactionsKey = (id: string) => $api.queryOptions('get', '/v1/referrals/{id}/redactions', { params: { path: { id } } }).queryKey;

const base = (id: string) => `/v1/referrals/${id}/redactions`;
export const findPlaces = (id: string, phrase: string) => send<{ items: FoundPlace[] }>(`/v1/referrals/${id}/redaction-places`, { method: 'POST', body: phrase ? { phrase } : {} });
export const orderRedaction = (id: string, reason: string, places: PlaceBody[]) => send<RedactionView>(base(id), { method: 'POST', body: { reason, places } });
export const carryOutRedaction = (id: string, order: string) => send<RedactionView>(`${base(id)}/${order}/carry-out`, { method: 'POST' });
export const refuseRedaction = (id: string, order: string, reason: string) => send<RedactionView>(`${base(id)}/${order}/refuse`, { method: 'POST', body: { reason } });
export const tickCopy = (id: string, order: string, number: number, note: string) => send<RedactionView>(`${base(id)}/${order}/copies`, { method: 'POST', body: { number, note } });
