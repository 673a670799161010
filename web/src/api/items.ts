// Enforcement items, and where something belongs.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { $api } from './client';
import { useAgencies } from './people';
import { send } from './http';
import type { components, operations } from './schema';

type S = components['schemas'];
export type EnforcementItem = S['EnforcementItem'];
export type Routing = S['Routing'];
export type RoutingSuggestion = S['RoutingSuggestion'];
export type ItemChange = S['ItemChange'];
export type ItemListPreview = S['ItemListPreview'];
export type GrantBody = S['GrantBody'];

export interface ItemSearch { q?: string; on?: string; region?: string; township?: string; limit?: number }

export const useItems = (query: ItemSearch, enabled = true) =>
  $api.useQuery('get', '/v1/enforcement-items', { params: { query } }, { enabled, staleTime: 60_000, placeholderData: (old) => old });

type Kind = NonNullable<NonNullable<operations['getRouting']['parameters']['query']>['kind']>;

/** venue: the kind goes to the police, whose place and level are looked at once a receiver was chosen; upward: it goes to the organ above. */
export interface RouteQuestion { item: string; kind: string; place?: string; to?: string; venue?: boolean; upward?: boolean }

/**
 * Which organ is competent. Of the place only the name of a township that it holds is
 * sent: the words of a case do not belong into an address.
 */
export function useRoute({ item, kind, place = '', to, venue = false, upward = false }: RouteQuestion) {
  const agencies = useAgencies().data?.items ?? [];
  const named = agencies.filter((a) => a.level === 'township').map((a) => a.short_name.replace(/(人民政府|办事处)$/, '')).find((n) => n !== '' && place.includes(n));
  return $api.useQuery('get', '/v1/routing', { params: { query: { item, kind: kind as Kind, ...(named ? { place: named } : {}), ...(to ? { to } : {}) } } }, {
    enabled: item.trim().length >= 2 || upward || (venue && (to ?? '') !== ''), staleTime: 60_000, retry: false, placeholderData: (old) => (!venue && !upward && old?.item?.code === item ? old : undefined),
  });
}

export interface ItemFile { file: string; text?: string; workbook?: string }
const root = '/v1/enforcement-items';
export const previewItems = (body: ItemFile) => send<ItemListPreview>(`${root}/preview`, { method: 'POST', body });
export const proposeItems = (body: ItemFile) => send<ItemChange>(`${root}/changes`, { method: 'POST', body });
export const proposeGrant = (body: GrantBody) => send<ItemChange>(`${root}/grants`, { method: 'POST', body });
export const readChange = (id: string) => send<ItemChange>(`${root}/changes/${id}`);
export const activateChange = (id: string) => send<ItemChange>(`${root}/changes/${id}/activate`, { method: 'POST' });
export const refuseChange = (id: string, reason: string) => send<ItemChange>(`${root}/changes/${id}/refuse`, { method: 'POST', body: { reason } });

/** Everything that is read of the list is asked for again after a change. */
export function useRenewItems(): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(() => cache.invalidateQueries({ predicate: (q) => /^\/v1\/(enforcement-items|routing)/.test(String(q.queryKey[1])) }), [cache]);
}

/** Text of a file as a spreadsheet saved it: UTF-8, or what Chinese Windows calls ANSI. */
export function decodeList(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
