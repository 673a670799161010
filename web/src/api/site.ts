// Visits of inspections: what one agency writes down on the spot, findings, report.
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

export const useChecks = (plan = '') => $api.useQuery('get', '/v1/inspection/checks', { params: { query: plan ? { plan } : {} } }, { retry: false });
export const useCheck = (id: string) => $api.useQuery('get', '/v1/inspection/checks/{id}', { params: { path: { id } } });
export const useSiteReport = (plan: string) => $api.useQuery('get', '/v1/inspection/plans/{id}/report', { params: { path: { id: plan } } }, { retry: false });

export const makeCheck = (body: NewCheckBody) => send<Check>(`${root}/checks`, { method: 'POST', body });
export const actOnCheck = (id: string, name: string, body: object = {}) => send<Check>(`${root}/checks/${id}/${name}`, { method: 'POST', body });
export const recordCheck = (id: string, body: RecordBody) => send<Check>(`${root}/checks/${id}/record`, { method: 'POST', body });
export const attachFile = (id: string, name: string, file: string) => send<Check>(`${root}/checks/${id}/files`, { method: 'POST', body: { name, file } });
export const actOnFinding = (id: string, name: 'rectified' | 'look', body: S['SiteStepBody']) => send<Check>(`${root}/findings/${id}/${name}`, { method: 'POST', body });
export const readCheck = (id: string) => send<Check>(`${root}/checks/${id}`);
export const readReport = (plan: string) => send<SiteReport>(`${root}/plans/${plan}/report`);
export const handOver = (lines: S['FindingOverLine'][]) => send<S['FindingsOverList']>(`${root}/handovers`, { method: 'POST', body: { lines } });
export const voucherSrc = (id: string) => `${root}/checks/${id}/voucher.svg`;
export const fileSrc = (id: string, file: string) => `${root}/checks/${id}/files/${file}`;
export const reportSheet = (plan: string) => `${root}/plans/${plan}/report.xlsx`;

/** Where the cache keeps a visit: every answer of the hub about it is the newest. */
export const checkKey = (id: string) => $api.queryOptions('get', '/v1/inspection/checks/{id}', { params: { path: { id } } }).queryKey;
