// Joint inspections: libraries, plans, draws.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { $api } from './client';
import { send } from './http';
import type { components } from './schema';
import { Sha256 } from './sha256';

type S = components['schemas'];
export type Plan = S['PlanView'];
export type PlanSummary = S['PlanSummary'];
export type Round = S['RoundView'];
export type Drawn = S['DrawnView'];
export type ImportReport = S['ImportView'];
export type PlanBody = S['PlanBody'];
export type CheckItem = S['CheckItemView'];
export type Library = S['ImportBody']['library'];

const root = '/v1/inspection';

export const usePlans = () => $api.useQuery('get', '/v1/inspection/plans', {}, { retry: false });
export const usePlan = (id: string) => $api.useQuery('get', '/v1/inspection/plans/{id}', { params: { path: { id } } }, { refetchInterval: 5_000 });
export const useCheckItems = () => $api.useQuery('get', '/v1/inspection/items', {}, { retry: false });
export const useObjects = (query: { find?: string; after?: string }) => $api.useQuery('get', '/v1/inspection/objects', { params: { query } }, { retry: false, placeholderData: (old) => old });
export const useInspectors = () => $api.useQuery('get', '/v1/inspection/inspectors', {}, { retry: false });
export const useHygiene = () => $api.useQuery('get', '/v1/inspection/hygiene', {}, { retry: false });
export const useResult = (id: string, enabled: boolean) => $api.useQuery('get', '/v1/inspection/plans/{id}/result', { params: { path: { id } } }, { enabled, retry: false });

export const makePlan = (body: PlanBody) => send<Plan>(`${root}/plans`, { method: 'POST', body });
export const actOn = (plan: string, name: string, body: object) => send<Plan>(`${root}/plans/${plan}/${name}`, { method: 'POST', body });
export const openDraw = (plan: string, reason: string) => send<Drawn>(`${root}/plans/${plan}/open`, { method: 'POST', body: { reason } });
export const importList = (library: Library, file: string, apply?: string) => send<ImportReport>(`${root}/imports`, { method: 'POST', body: { library, file, ...(apply ? { apply } : {}) } });

export const lookAtWhole = (library: Library, file: string) => send<ImportReport>(`${root}/imports`, { method: 'POST', body: { library, file, whole: true } });

export function useRenewInspection(): () => Promise<void> {
  const cache = useQueryClient();
  return useCallback(() => cache.invalidateQueries({ predicate: (q) => String(q.queryKey[1]).startsWith(root) }), [cache]);
}

/** The round that is going on, or was published. */
export const current = (p: Plan): Round | undefined => p.rounds.find((r) => r.state !== 'void' && r.state !== 'redrawn');

export const hex = (b: Uint8Array) => [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
const unhex = (s: string) => Uint8Array.from(s.replaceAll('-', '').match(/../g) ?? [], (x) => parseInt(x, 16));

/** What an agency commits to: H("nonce", terms hash, agency, nonce) of ADR 0020. */
export function commitment(termsHash: string, agency: string, nonce: string): string {
  const tag = new TextEncoder().encode('xianjie/draw/nonce\0\u0001');
  return new Sha256().update(Uint8Array.from([...tag, ...unhex(termsHash), ...unhex(agency), ...unhex(nonce)])).hex();
}

export const base64 = (bytes: Uint8Array) => {
  let s = '';
  for (const b of bytes) s += String.fromCharCode(b);
  return btoa(s);
};
