// The register of claims, and screening in rounds.
import { $api, api } from './client';
import type { components } from './schema';

export type ClaimLine = components['schemas']['ClaimLineView'];
export type Screening = components['schemas']['ScreeningView'];
export type Candidate = components['schemas']['CandidateView'];

export interface RegisterQuery { year?: number; major?: boolean; cross_province?: boolean }

export const claimsWorkbookPath = (q: RegisterQuery) => {
  const s = new URLSearchParams(Object.entries(q).filter(([, v]) => v).map(([k, v]) => [k, String(v)])).toString();
  return `/v1/claims.xlsx${s && `?${s}`}`;
};
export const sheetPath = (id: string) => `/v1/screenings/${id}/sheet.xlsx`;

export const useClaims = (query: RegisterQuery, enabled: boolean) => $api.useQuery('get', '/v1/claims', { params: { query } }, { enabled, retry: false });
export const useScreenings = (enabled: boolean) => $api.useQuery('get', '/v1/screenings', {}, { enabled, retry: false });
export const useScreening = (id: string) => $api.useQuery('get', '/v1/screenings/{id}', { params: { path: { id } } }, { retry: false });

const done = <T,>({ data, error }: { data?: T; error?: unknown }): T => {
  if (error) throw error;
  return data as T;
};

export const openScreening = async (body: components['schemas']['ScreeningBody']) => done(await api.POST('/v1/screenings', { body }));
export const addCandidates = async (id: string, items: Array<components['schemas']['CandidateBody']>) => done(await api.POST('/v1/screenings/{id}/candidates', { params: { path: { id } }, body: { items } }));
export const decideCandidate = async (id: string, candidate: string, body: components['schemas']['CandidateDecisionBody']) => done(await api.POST('/v1/screenings/{id}/candidates/{candidate}/decision', { params: { path: { id, candidate } }, body }));
export const closeScreening = async (id: string, text: string) => done(await api.POST('/v1/screenings/{id}/close', { params: { path: { id } }, body: { text } }));
