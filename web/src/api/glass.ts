// Break-glass looks: asking for one, the list, the review.
import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { api } from './client';
import { send } from './http';
import type { components } from './schema';

export type GlassView = components['schemas']['GlassView'];
export type GlassBody = components['schemas']['GlassBody'];
export type GlassGrant = components['schemas']['GlassGrant'];

/** The closed list of the contract, in its order. */
export const grounds = ['life', 'pollution', 'evidence', 'response'] as const satisfies ReadonlyArray<GlassBody['ground']>;

/** The looks that I may see, page by page. */
export const useGlass = (waiting: boolean, enabled: boolean) => useInfiniteQuery({
  queryKey: ['get', '/v1/glass', { waiting }],
  enabled,
  initialPageParam: '',
  queryFn: async ({ pageParam, signal }) => {
    const { data, error } = await api.GET('/v1/glass', { params: { query: { ...(waiting ? { waiting } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal });
    if (error) throw error;
    return data;
  },
  getNextPageParam: (last) => last.next || undefined,
});

/** Opens a case. What the answer leaves open is not tried again by itself: every attempt counts. */
export const breakGlass = (body: GlassBody) => send<GlassGrant>('/v1/glass', { method: 'POST', body });

export const reviewGlass = (g: GlassView, justified: boolean, remark: string) => send(`/v1/referrals/${g.case}/glass/${g.id}/review`, { method: 'POST', body: { justified, remark } });

/** Shows what a look or its review has changed. */
export function renewGlass(cache: QueryClient): void {
  void cache.invalidateQueries({ queryKey: ['get', '/v1/glass'] });
  void cache.invalidateQueries({ queryKey: ['get', '/v1/referral-counts'] });
}
