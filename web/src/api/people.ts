// Who is logged in, and the organs of the hub.
import { $api } from './client';
import { send } from './http';
import type { Agency, Me } from './types';

export function useMe() {
  return $api.useQuery('get', '/v1/me', {}, { staleTime: 5 * 60_000 });
}

export function useAgencies() {
  return $api.useQuery('get', '/v1/agencies', {}, { staleTime: 10 * 60_000 });
}

/** Those of one's own organ who handle cases. */
export function useColleagues(asked = true) {
  return $api.useQuery('get', '/v1/colleagues', {}, { staleTime: 5 * 60_000, enabled: asked });
}

export interface LoginChoice { code: string; agency: string; short: string; sector: string; region: string; start: string }

export const listIssuers = () => send<{ items: LoginChoice[] }>('/v1/issuers');

export const has = (me: Me | undefined, ...functions: string[]) => functions.some((f) => me?.functions.includes(f));

/** Who may begin a referral; the kinds that an organ may start come from the procedures. */
export const begins = (me: Me | undefined) => has(me, 'desk', 'handler', 'liaison', 'legal_reviewer', 'head', 'procurator');

/** Who may open a case of others in an emergency. */
export const breaksGlass = (me: Me | undefined) => has(me, 'desk', 'liaison', 'head') && !has(me, 'operator');

/** Whose organ supervises the filing of criminal cases. */
export const supervises = (me: Me | undefined) => me?.agency.sector === 'procuratorate' && has(me, 'desk', 'handler', 'legal_reviewer', 'head', 'liaison', 'procurator', 'auditor', 'coordinator') && !has(me, 'operator');

/** Whose organ may be designated to claim for ecological damage. */
export const claims = (me: Me | undefined) => me !== undefined && ['environment', 'forestry', 'water', 'urban', 'other'].includes(me.agency.sector) && !has(me, 'operator');

/** Organs of some sectors, or of any, as recipients: the own level and place first. */
export function recipients(all: Agency[], sectors: string[], own: Agency): { own: Agency[]; other: Agency[] } {
  const open = all.filter((a) => (sectors.length === 0 || sectors.includes(a.sector)) && !a.closed_on);
  const near = (a: Agency) => !a.hub && a.level === own.level && a.region === own.region;
  return { own: open.filter(near), other: open.filter((a) => !near(a)) };
}

const lastIssuer = 'hub.issuer';

export function rememberIssuer(code: string): void {
  try {
    const before = recentIssuers().filter((c) => c !== code);
    localStorage.setItem(lastIssuer, JSON.stringify([code, ...before].slice(0, 8)));
  } catch {
    // without storage the list keeps its order
  }
}

export function recentIssuers(): string[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(lastIssuer) ?? '[]');
    return Array.isArray(list) ? list.filter((x): x is string => typeof x === 'string') : [];
  } catch {
    return [];
  }
}

/** Asks for a fresh login of the same person and comes back here. */
export async function stepUp(me: Me | undefined, returnTo: string): Promise<void> {
  if (me?.issuer) return location.assign(`/login/start?issuer=${encodeURIComponent(me.issuer)}&step_up=1&return_to=${encodeURIComponent(returnTo)}`);
  const { items } = await listIssuers();
  const recent = recentIssuers();
  const mine = items.filter((i) => i.agency === me?.agency.name);
  const issuer = mine.find((i) => recent[0] === i.code) ?? mine[0] ?? items.find((i) => i.code === recent[0]);
  if (!issuer) return;
  location.assign(`${issuer.start}&step_up=1&return_to=${encodeURIComponent(returnTo)}`);
}

export async function logout(): Promise<void> {
  await send<void>('/logout', { method: 'POST' });
  location.assign('/login');
}
