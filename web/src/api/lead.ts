// Leads in one screen: what is in a text, who reported it, what may be the same matter.
import { $api } from './client';
import { patient, send } from './http';
import type { components } from './schema';
import type { DraftBody, Referral } from './types';

export type ScanResult = components['schemas']['ScanResult'];
export type ScanFind = components['schemas']['ScanFind'];
export type SimilarCase = components['schemas']['SimilarCase'];
export type ReporterBody = components['schemas']['ReporterBody'];

export const scanLead = (text: string, place: string, signal?: AbortSignal) =>
  send<ScanResult>('/v1/leads/scan', { method: 'POST', body: place ? { text, place } : { text }, signal });

export type LeadBody = DraftBody & { send?: { to: string; no_state_secret: boolean; reason?: string } };

export const openLead = (body: LeadBody, key: string) =>
  patient(() => send<Referral>('/v1/referrals/lead', { method: 'POST', body, headers: { 'Idempotency-Key': key } }));

export const useSimilar = (id: string, enabled: boolean) => $api.useQuery('get', '/v1/referrals/{id}/similar', { params: { path: { id } } }, { enabled });
export const useSeal = (id: string) => $api.useQuery('get', '/v1/referrals/{id}/reporter', { params: { path: { id } } });
export const sealKey = (id: string) => $api.queryOptions('get', '/v1/referrals/{id}/reporter', { params: { path: { id } } }).queryKey;

export const sealReporter = (id: string, body: ReporterBody) => send<unknown>(`/v1/referrals/${id}/reporter`, { method: 'PUT', body });
export const openReporter = (id: string, reason: string) => send<ReporterBody>(`/v1/referrals/${id}/reporter/openings`, { method: 'POST', body: { reason } });
export const passReporter = (id: string, to: string, reason: string) => send<void>(`/v1/referrals/${id}/reporter/transfers`, { method: 'POST', body: { to, reason } });
