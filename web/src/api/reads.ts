// Reads and writes of the read log.
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from './client';
import type { paths } from './schema';

export type ReadsQuery = NonNullable<paths['/v1/reads']['get']['parameters']['query']>;

/** The read log of an organ, page by page. */
export const useReads = (query: ReadsQuery, enabled: boolean) => useInfiniteQuery({
  queryKey: ['get', '/v1/reads', query],
  enabled,
  initialPageParam: '',
  queryFn: async ({ pageParam, signal }) => {
    const { data, error } = await api.GET('/v1/reads', { params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } }, signal });
    if (error) throw error;
    return data;
  },
  getNextPageParam: (last) => last.next || undefined,
});

/** Who looked at one case, page by page. */
export const useCaseReads = (id: string, enabled: boolean) => useInfiniteQuery({
  queryKey: ['get', '/v1/referrals/{id}/reads', id],
  enabled,
  initialPageParam: '',
  queryFn: async ({ pageParam, signal }) => {
    const { data, error } = await api.GET('/v1/referrals/{id}/reads', { params: { path: { id }, query: { limit: 20, ...(pageParam ? { cursor: pageParam } : {}) } }, signal });
    if (error) throw error;
    return data;
  },
  getNextPageParam: (last) => last.next || undefined,
});
