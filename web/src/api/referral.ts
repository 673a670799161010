// Reads and writes of one referral.
import { replaceEqualDeep, useQuery, type QueryClient } from '@tanstack/react-query';
import { observe } from '../format/clock';
import { $api } from './client';
import { etag, patient, send } from './http';
import type { DraftBody, Family, Referral, Timeline } from './types';

const one = (id: string) => ({ params: { path: { id } } });

/** Of two answers the newer: a slow read must not undo what a write has shown since. The version says which; between equal ones the hub's clock. */
export function later(old: Referral | undefined, got: Referral): Referral {
  const older = old && (old.version > got.version || (old.version === got.version && Date.parse(old.now) > Date.parse(got.now)));
  return older ? old : replaceEqualDeep(old, got) as Referral;
}

export const referralQuery = (id: string) => $api.queryOptions('get', '/v1/referrals/{id}', one(id), { structuralSharing: (old, got) => later(old as Referral | undefined, got as Referral) });
export const timelineQuery = (id: string) => $api.queryOptions('get', '/v1/referrals/{id}/timeline', one(id));

export function useReferral(id: string) {
  const q = useQuery(referralQuery(id));
  if (q.data) observe(q.data.now);
  return q;
}

export const useTimeline = (id: string) => useQuery(timelineQuery(id));

/** Takes the answer of a write as the new state of every view of the case. */
export function accept(cache: QueryClient, r: Referral): Referral {
  observe(r.now);
  cache.setQueryData(referralQuery(r.id).queryKey, r);
  void cache.invalidateQueries({ queryKey: timelineQuery(r.id).queryKey });
  void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals'] });
  void cache.invalidateQueries({ queryKey: ['get', '/v1/referral-counts'] });
  void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals/{id}/deliveries'] });
  return r;
}

/** Takes the answer of a write as the course of the case; a read that began before it is begun again. */
export function acceptCourse(cache: QueryClient, id: string, t: Timeline): void {
  cache.setQueryData(timelineQuery(id).queryKey, t);
  void cache.invalidateQueries({ queryKey: timelineQuery(id).queryKey });
}

const at = (id: string) => `/v1/referrals/${id}`;

export interface Act { id: string; path: string; version: number; key: string; body: unknown }

/** One step of the procedure. A lost answer is asked for again under the same key. */
export function act(a: Act): Promise<Referral> {
  return patient(() => send<Referral>(`${at(a.id)}/${a.path}`, {
    method: 'POST', body: a.body, headers: { 'If-Match': etag(a.version), 'Idempotency-Key': a.key },
  }));
}

export function createReferral(kind: string, body: DraftBody, key: string): Promise<Referral> {
  return patient(() => send<Referral>(`/v1/referrals/${kind.replaceAll('_', '-')}`, { method: 'POST', body, headers: { 'Idempotency-Key': key } }));
}

export function openByOpinion(body: unknown, key: string): Promise<Referral> {
  return patient(() => send<Referral>('/v1/referrals/criminal/opinions', { method: 'POST', body, headers: { 'Idempotency-Key': key } }));
}

/** A new case from this one, with its facts and files. */
export function deriveReferral(id: string, body: { kind: string; relation: 'upgraded' | 'part'; title?: string }, key: string): Promise<Referral> {
  return patient(() => send<Referral>(`${at(id)}/derivations`, { method: 'POST', body, headers: { 'Idempotency-Key': key } }));
}

/** One claim for each party of this case, together (系列案). */
export function beginSeries(id: string, body: { kind: string; basis: string }, key: string): Promise<Family> {
  return patient(() => send<Family>(`${at(id)}/series`, { method: 'POST', body, headers: { 'Idempotency-Key': key } }));
}

export interface TogetherView { items: Array<{ case: string; state?: string; code?: string; says: { zh: string; en: string } }>; done: number }

/** One step in several cases of a family, each decided by itself. */
export function actTogether(id: string, body: { action: string; cases: string[]; text?: string }, key: string): Promise<TogetherView> {
  return patient(() => send<TogetherView>(`${at(id)}/series/acts`, { method: 'POST', body, headers: { 'Idempotency-Key': key } }));
}

export const linkReferrals = (id: string, other: string, relation: 'related' | 'merged') =>
  send<Family>(`${at(id)}/links`, { method: 'POST', body: { case: other, relation } });

export const useFamily = (id: string) => $api.useQuery('get', '/v1/referrals/{id}/family', one(id));

export function saveDraft(id: string, version: number, body: DraftBody): Promise<Referral> {
  return send<Referral>(`${at(id)}/draft`, { method: 'PUT', body, headers: { 'If-Match': etag(version) } });
}

export const setOfficer = (id: string, user?: string) => send<Referral>(`${at(id)}/officer`, { method: 'PUT', body: user ? { user } : {} });

export const watch = (id: string, on: boolean) => send<void>(`${at(id)}/watch`, { method: on ? 'PUT' : 'DELETE' });

export interface MaterialBody { code: string; title: string; form: 'original' | 'copy'; pages?: number; original_at?: string; evidence_id?: string }

export const addMaterial = (id: string, body: MaterialBody) => send<Referral>(`${at(id)}/materials`, { method: 'POST', body });
export const editMaterial = (id: string, material: string, body: MaterialBody) => send<Referral>(`${at(id)}/materials/${material}`, { method: 'PUT', body });
export const removeMaterial = (id: string, material: string) => send<Referral>(`${at(id)}/materials/${material}`, { method: 'DELETE' });

export const issueDocument = (id: string, kind: string, number?: string) =>
  send<Referral>(`${at(id)}/documents`, { method: 'POST', body: number ? { kind, number } : { kind } });
export const sealDocument = (id: string, document: string, evidence: string, reason?: string) =>
  send<Referral>(`${at(id)}/documents/${document}/seal`, { method: 'POST', body: { evidence_id: evidence, ...(reason ? { reason } : {}) } });
export const voidDocument = (id: string, document: string, reason: string) =>
  send<Referral>(`${at(id)}/documents/${document}/void`, { method: 'POST', body: { reason } });

export const addRemark = (id: string, body: { kind: 'call' | 'reminder'; to?: string; text: string }) =>
  send<Timeline>(`${at(id)}/remarks`, { method: 'POST', body });
export const answerRecord = (id: string, event: string, confirm: boolean, text?: string) =>
  send<Timeline>(`${at(id)}/events/${event}/answer`, { method: 'POST', body: text ? { confirm, text } : { confirm } });

export const previewPath = (id: string, kind: string) => `${at(id)}/previews/${kind}`;
export const documentPath = (id: string, document: string) => `${at(id)}/documents/${document}/content`;
/** A copy of a document, or of its preview, to be edited in WPS or Word. */
export const editablePath = (paper: string) => `${paper}?format=docx`;
export const evidencePath = (id: string, evidence: string) => `${at(id)}/evidence/${evidence}/content`;
/** Issued papers as one file to be printed. */
export const printPath = (id: string, documents: string[]) => `${at(id)}/print?${documents.map((d) => `document=${d}`).join('&')}`;
export const suitPacketPath = (id: string) => `${at(id)}/suit-packet.zip`;
export const volumePath = (id: string) => `${at(id)}/volume`;
export const platformWorkbookPath = (id: string) => `${at(id)}/platform-sheet.xlsx`;
export const usePlatformSheet = (id: string) => $api.useQuery('get', '/v1/referrals/{id}/platform-sheet', one(id));
