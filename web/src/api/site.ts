// Visits of inspections: what one agency writes down on the spot, findings, report.
import { useQuery } from '@tanstack/react-query';
import { $api } from './client';
import { send } from './http';
import type { components } from './schema';

type S = components['schemas'];
export type Check = S['SiteCheckView'];
export type CheckLine = S['SiteCheckLine'];
export type Finding = S['SiteFindingView'];
export type SiteReport = S['SiteReportView'];
export type HandedOver = S['HandedOverView'];
export type RecordBody = S['SiteRecordBody'];
export type NewCheckBody = S['SiteMakeBody'];
export type HandoverKind = S['FindingOverLine']['kind'];

const root = '/v1/inspection';

export interface ChecksAsked { plan?: string; show?: 'own' | 'waits'; after?: string }
export const useChecks = (query: ChecksAsked = {}) => $api.useQuery('get', '/v1/inspection/checks', { params: { query } }, { retry: false, placeholderData: (old) => old });
/** Every page of the visits, for a calendar: it shows days, not lines. */
export const useAllChecks = () => useQuery({
  queryKey: ['get', '/v1/inspection/checks', 'all'], retry: false,
  queryFn: async () => {
    const items: CheckLine[] = [];
    for (let after: string | undefined = ''; after !== undefined;) {
      const page: S['SiteCheckList'] = await send<S['SiteCheckList']>(`${root}/checks?limit=200${after && `&after=${encodeURIComponent(after)}`}`);
      items.push(...page.items);
      after = page.next;
    }
    return { items };
  },
});
export const useJointFigures = (query: { from: string; to: string; district?: string; own?: boolean }) => $api.useQuery('get', '/v1/inspection/figures', { params: { query } }, { retry: false, enabled: query.from !== '' && query.to !== '' && query.from <= query.to, placeholderData: (old) => old });
export const useCheck = (id: string) => $api.useQuery('get', '/v1/inspection/checks/{id}', { params: { path: { id } } });
export const useSiteReport = (plan: string) => $api.useQuery('get', '/v1/inspection/plans/{id}/report', { params: { path: { id: plan } } }, { retry: false });

export const makeCheck = (body: NewCheckBody) => send<Check>(`${root}/checks`, { method: 'POST', body });
export const actOnCheck = (id: string, name: string, body: object = {}) => send<Check>(`${root}/checks/${id}/${name}`, { method: 'POST', body });
export const recordCheck = (id: string, body: RecordBody) => send<Check>(`${root}/checks/${id}/record`, { method: 'POST', body });
export const attachFile = (id: string, name: string, file: string) => send<Check>(`${root}/checks/${id}/files`, { method: 'POST', body: { name, file } });
export const actOnFinding = (id: string, name: 'rectified' | 'look', body: S['SiteStepBody']) => send<Check>(`${root}/findings/${id}/${name}`, { method: 'POST', body });
export const setInspectorAccount = (inspector: string, user: string) => send<void>(`${root}/inspectors/${inspector}/account`, { method: 'PUT', body: { user } });
export const readCheck = (id: string) => send<Check>(`${root}/checks/${id}`);
export const readReport = (plan: string) => send<SiteReport>(`${root}/plans/${plan}/report`);
export const handOver = (lines: S['FindingOverLine'][]) => send<S['FindingsOverList']>(`${root}/handovers`, { method: 'POST', body: { lines } });
export const voucherSrc = (id: string) => `${root}/checks/${id}/voucher.svg`;
export const fileSrc = (id: string, file: string) => `${root}/checks/${id}/files/${file}`;
export const reportFile = (plan: string, ending: 'xlsx' | 'csv') => `${root}/plans/${plan}/report.${ending}`;

/** Where the cache keeps a visit: every answer of the hub about it is the newest. */
export const checkKey = (id: string) => $api.queryOptions('get', '/v1/inspection/checks/{id}', { params: { path: { id } } }).queryKey;
