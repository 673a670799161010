// Reads and writes of 机关与人员. A write gives the answer or throws the refusal.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { $api } from '../../api/client';
import type { Person } from './types';

const at = (agency: string) => ({ params: { path: { agency } } });

export const useOrgans = () => $api.useQuery('get', '/v1/admin/agencies', {}, { staleTime: 5_000 });
export const useOrgan = (agency: string) => $api.useQuery('get', '/v1/admin/agencies/{agency}', at(agency), { staleTime: 5_000 });
export const useIssuers = (agency: string, enabled = true) => $api.useQuery('get', '/v1/admin/agencies/{agency}/issuers', at(agency), { enabled });
export const useClients = (agency: string) => $api.useQuery('get', '/v1/admin/agencies/{agency}/clients', at(agency));
export const usePeople = (agency: string, enabled = true) => $api.useQuery('get', '/v1/admin/agencies/{agency}/people', at(agency), { enabled });
export const useUnits = (agency: string, enabled = true) => $api.useQuery('get', '/v1/admin/agencies/{agency}/units', at(agency), { enabled });
export const usePresidings = (agency: string) => $api.useQuery('get', '/v1/admin/agencies/{agency}/presidings', at(agency));
export const useLeaves = (agency: string) => $api.useQuery('get', '/v1/admin/agencies/{agency}/leaves', at(agency));
export const useRoster = (agency: string) => $api.useQuery('get', '/v1/admin/agencies/{agency}/shifts', at(agency));

/** The answer of a call of the typed client; a refusal is thrown. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw error;
  return data as T;
}

/** Everything that these pages read is asked for again after a change: it is little. */
export function useRenew(): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(async () => {
    await cache.invalidateQueries({ predicate: (q) => /^\/v1\/(admin|endpoints)/.test(String(q.queryKey[1])) || q.queryKey[1] === '/v1/agencies' });
  }, [cache]);
}

export const nameOf = (people: Person[] | undefined, id: string) => people?.find((p) => p.id === id)?.name ?? '…';
export const peopleOptions = (people: Person[] | undefined) => (people ?? []).map((p) => ({ value: p.id, label: p.title && p.title !== p.name ? `${p.name}（${p.title}）` : p.name }));
