// The file of a case laid beside its review sheets.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from './client';
import { send } from './http';
import type { components } from './schema';

export type Precheck = components['schemas']['PrecheckView'];
export type PrecheckLine = components['schemas']['PrecheckLineView'];
export type AgreementDraft = components['schemas']['AgreementDraftBody'];
export type PrecheckAnswer = components['schemas']['PrecheckAnswerBody'];

const key = (id: string, version: number) => ['get', '/v1/referrals/{id}/precheck', id, version];

/** Asked for anew with every version of the case. */
export const usePrecheck = (id: string, version: number, enabled: boolean) => useQuery({
  queryKey: key(id, version),
  enabled,
  placeholderData: keepPreviousData,
  queryFn: async ({ signal }) => {
    const { data, error } = await api.GET('/v1/referrals/{id}/precheck', { params: { path: { id } }, signal });
    if (error) throw error;
    return data;
  },
});

const agreementKey = (id: string) => ['agreement', id];

/** An agreement as it is typed, laid beside the list of its content; writes nothing. */
export const useAgreementCheck = (id: string, version: number, draft: AgreementDraft) => useQuery({
  queryKey: [...agreementKey(id), version, draft],
  placeholderData: keepPreviousData,
  retry: false,
  queryFn: ({ signal }) => send<Precheck>(`/v1/referrals/${id}/precheck/agreement`, { method: 'POST', body: draft, signal }),
});

export function useAnswer(id: string, version: number) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (a: { sheet: string; line: string; body: PrecheckAnswer }) => send<Precheck>(`/v1/referrals/${id}/precheck/${a.sheet}/${a.line}`, { method: 'PUT', body: a.body }),
    onSuccess: (p) => {
      cache.setQueryData(key(id, version), p);
      void cache.invalidateQueries({ queryKey: agreementKey(id) });
    },
  });
}

/** How many lines of each answer. */
export function tally(lines: PrecheckLine[]): Record<PrecheckLine['state'], number> {
  const n = { met: 0, missing: 0, judge: 0, not_applicable: 0, later: 0 };
  for (const l of lines) n[l.state] += 1;
  return n;
}

/** What somebody has to look at, and what is done with. */
export const isOpen = (l: PrecheckLine) => l.state === 'missing' || l.state === 'judge';

/** What stands open and nobody has said anything of. */
export const unanswered = (p: Precheck | undefined) => (p?.sheets ?? []).flatMap((s) => s.lines).filter((l) => isOpen(l) && !l.answer);
