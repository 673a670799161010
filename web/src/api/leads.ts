// Supervision leads of a procuratorate.
import { useInfiniteQuery } from '@tanstack/react-query';
import { api } from './client';
import type { components, paths } from './schema';

export type SupervisionLead = components['schemas']['LeadView'];
export type LeadRule = components['schemas']['LeadRule'];
export type LeadsQuery = NonNullable<paths['/v1/supervision-leads']['get']['parameters']['query']>;

/** Where the same table is as XLSX. */
export const leadsWorkbookPath = (query: LeadsQuery) => {
  const q = new URLSearchParams(query as Record<string, string>).toString();
  return `/v1/supervision-leads.xlsx${q && `?${q}`}`;
};

/** The table, page by page. */
export const useSupervisionLeads = (query: LeadsQuery, enabled: boolean) => useInfiniteQuery({
  queryKey: ['get', '/v1/supervision-leads', query],
  enabled,
  retry: false,
  initialPageParam: '',
  queryFn: async ({ pageParam, signal }) => {
    const { data, error } = await api.GET('/v1/supervision-leads', { params: { query: { ...query, ...(pageParam ? { cursor: pageParam } : {}) } }, signal });
    if (error) throw error;
    return data;
  },
  getNextPageParam: (last) => last.next || undefined,
});
