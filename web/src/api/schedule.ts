// Visits of a joint plan, their schedule, and merges with other plans.
import { $api } from './client';
import { send } from './http';
import type { components } from './schema';

type S = components['schemas'];
export type Schedule = S['ScheduleView'];
export type Visit = S['VisitView'];
export type Merges = S['MergeList'];
export type ScheduleSettings = S['ScheduleSettingsBody'];

const root = '/v1/inspection';

export const useSchedule = (plan: string) => $api.useQuery('get', '/v1/inspection/plans/{id}/schedule', { params: { path: { id: plan } } }, { retry: false });
export const useMerges = (plan: string, enabled: boolean) => $api.useQuery('get', '/v1/inspection/plans/{id}/merges', { params: { path: { id: plan } } }, { enabled, retry: false });
export const useScheduleSettings = () => $api.useQuery('get', '/v1/inspection/schedule-settings', {}, { retry: false });

export const planVisits = (plan: string) => send(`${root}/plans/${plan}/visits`, { method: 'POST' });
export const makeSchedule = (plan: string) => send<Schedule>(`${root}/plans/${plan}/schedule`, { method: 'POST' });
export const moveVisit = (visit: string, body: S['MoveVisitBody']) => send<Schedule>(`${root}/visits/${visit}/move`, { method: 'POST', body });
export const announceVisit = (visit: string, version: number) => send<Schedule>(`${root}/visits/${visit}/announce`, { method: 'POST', body: { version } });
export const allowVisit = (visit: string, version: number, reason: string) => send<Schedule>(`${root}/visits/${visit}/over-cap`, { method: 'POST', body: { version, reason } });
export const proposeMerge = (plan: string, visit: string, other: string) => send<Merges>(`${root}/plans/${plan}/merges`, { method: 'POST', body: { visit, other } });
export const decideMerge = (plan: string, body: S['DecideMergeBody']) => send<Merges>(`${root}/plans/${plan}/merges/decide`, { method: 'POST', body });
export const setScheduleSettings = (body: ScheduleSettings) => send<ScheduleSettings>(`${root}/schedule-settings`, { method: 'PUT', body });

const civil = (d: Date) => d.toISOString().slice(0, 10);
const utc = (day: string) => new Date(`${day}T00:00:00Z`);

/** The Monday of the week that a civil day lies in. */
export function monday(day: string): string {
  const d = utc(day);
  d.setUTCDate(d.getUTCDate() - ((d.getUTCDay() + 6) % 7));
  return civil(d);
}

/** A civil day so many days later. */
export function later(day: string, days: number): string {
  const d = utc(day);
  d.setUTCDate(d.getUTCDate() + days);
  return civil(d);
}

/** The days that a week shows: Monday to Friday, and others on which a visit is. */
export function weekOf(start: string, visits: Visit[]): string[] {
  return [0, 1, 2, 3, 4, 5, 6].map((n) => later(start, n)).filter((day, n) => n < 5 || visits.some((v) => v.day === day));
}
