// The public page: no login, the same answers for everybody.
import { useQuery } from '@tanstack/react-query';
import { send } from './http';
import type { components } from './schema';

type S = components['schemas'];
export type PublicPlanList = S['PublicPlanList'];
export type PublicPlan = S['PublicPlanView'];
export type PublicResults = S['PublicResultPage'];
export type PublicResult = S['PublicResultView'];
export type VoucherAnswer = S['VoucherView'];

const root = '/v1/public';

const ask = <T,>(path: string, enabled = true) => ({ queryKey: ['public', path], queryFn: () => send<T>(root + path), retry: false, enabled });

export const usePublicPlans = (year: string) => useQuery(ask<PublicPlanList>(`/plans${year ? `?year=${encodeURIComponent(year)}` : ''}`));
export const usePublicProgrammes = (year: string) => useQuery(ask<S['PublicProgrammeList']>(`/programmes${year ? `?year=${encodeURIComponent(year)}` : ''}`));
export const usePublicPlan = (id: string) => useQuery(ask<PublicPlan>(`/plans/${encodeURIComponent(id)}`));
export const usePublicResults = (plan: string, before: string) => useQuery(ask<PublicResults>(`/results?${new URLSearchParams({ ...(plan && { plan }), ...(before && { before }) })}`));
export const useVoucher = (text: string) => useQuery(ask<VoucherAnswer>(`/voucher?${new URLSearchParams({ text })}`, text !== ''));
