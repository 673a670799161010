// What other organs are late with, and what is open to whoever waits.
import { useInfiniteQuery, useQuery, type QueryClient } from '@tanstack/react-query';
import { $api, api } from './client';
import { send } from './http';
import type { Silence, Timeline } from './types';

const at = (id: string) => `/v1/referrals/${id}`;

export const silenceQuery = (id: string) => $api.queryOptions('get', '/v1/referrals/{id}/silence', { params: { path: { id } } });
export const useSilence = (id: string, on: boolean) => useQuery({ ...silenceQuery(id), enabled: on });

/** Takes the answer of a write; the course of the case has grown. */
export function acceptSilence(cache: QueryClient, id: string, s: Silence): void {
  cache.setQueryData(silenceQuery(id).queryKey, s);
  void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals/{id}/timeline'] });
  void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals/{id}/deliveries'] });
  void cache.invalidateQueries({ queryKey: ['get', '/v1/meeting-marks'] });
}

/** Decided, papers in transit: it stops no clock. */
export const sayInTransit = (id: string, body: { decided_on?: string; document_no?: string }) => send<Timeline>(`${at(id)}/in-transit`, { method: 'POST', body });

export const markForMeeting = (id: string, reason: string, clock?: string) => send<Silence>(`${at(id)}/meeting-marks`, { method: 'POST', body: clock ? { reason, clock } : { reason } });
export const takeOffMeeting = (id: string, mark: string, reason: string) => send<Silence>(`${at(id)}/meeting-marks/${mark}/off`, { method: 'POST', body: { reason } });

export const letterPath = (id: string, clock: string) => `${at(id)}/silence/${clock}/letter`;
export const writeLetter = (id: string, clock: string, text: string) => send<Silence>(letterPath(id, clock), { method: 'PUT', body: { text } });
export const sendLetter = (id: string, clock: string, version: number) => send<Silence>(`${letterPath(id, clock)}/send`, { method: 'POST', body: { version } });

/** Pages of the list for the next joint meeting. */
export function useMeetingMarks(open: boolean, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ['get', '/v1/meeting-marks', { open }],
    enabled,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const { data, error } = await api.GET('/v1/meeting-marks', { params: { query: { ...(open ? { open } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal });
      if (error) throw error;
      return data;
    },
    getNextPageParam: (last) => last.next || undefined,
  });
}
