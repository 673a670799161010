// What a calendar of visits shows: scheduled visits of every plan, and checks that no
// schedule knows of.
import type { Schedule, Visit } from '../../../api/schedule';
import { later, monday } from '../../../api/schedule';
import type { CheckLine } from '../../../api/site';

export type By = 'plan' | 'team' | 'agency' | 'enterprise';

export interface Entry {
  id: string;
  day: string;
  half: string;
  number: number; // of the plan; 0 of a check
  name: string; // empty: sealed
  code: string;
  district: string;
  state: string;
  title: string; // of the plan, or the purpose of the check
  agencies: string[];
  team: { id: string; agency: string; number: string; name: string }[];
  plan: string;
  visit?: Visit; // may be moved
  check?: string;
}

export interface PlanOf { id: string; title: string; state: string; schedule?: Schedule }

/** All entries, earliest first. A check under a plan with a schedule is shown as its visit. */
export function entriesOf(plans: PlanOf[], checks: CheckLine[]): Entry[] {
  const out: Entry[] = [];
  for (const p of plans) {
    for (const v of p.schedule?.visits ?? []) {
      if (!v.day || v.state === 'cancelled') continue;
      const movable = v.name && p.state === 'drawn' && ['planned', 'announced'].includes(v.state);
      out.push({ id: v.id, day: v.day, half: v.half ?? 'am', number: v.number, name: v.name ?? '', code: v.code ?? '', district: v.district, state: v.state, title: p.title, agencies: v.agencies.map((a) => a.agency), team: v.team, plan: p.id, ...(movable ? { visit: v } : {}) });
    }
  }
  const scheduled = new Set(plans.filter((p) => (p.schedule?.visits.length ?? 0) > 0).map((p) => p.id));
  for (const c of checks) {
    if (c.state === 'cancelled' || (c.plan && scheduled.has(c.plan))) continue;
    out.push({ id: c.id, day: c.day, half: c.half, number: 0, name: c.name, code: c.code, district: c.place, state: c.state, title: c.purpose, agencies: c.agencies, team: c.officers.map((o) => ({ id: o.id, agency: o.agency, number: '', name: o.name })), plan: c.plan ?? '', check: c.id });
  }
  return out.sort((a, b) => `${a.day}${a.half}`.localeCompare(`${b.day}${b.half}`) || a.number - b.number);
}

/** What can be picked: value and label, each once. */
export function choices(entries: Entry[], by: By, agencyName: (id: string) => string, planTitle: (id: string) => string = () => ''): { value: string; label: string }[] {
  const all = new Map<string, string>();
  for (const e of entries) {
    if (by === 'plan' && e.plan) all.set(e.plan, planTitle(e.plan) || e.title);
    if (by === 'agency') for (const a of e.agencies) all.set(a, agencyName(a));
    if (by === 'team') for (const m of e.team) all.set(m.id, [agencyName(m.agency), m.number, m.name].filter(Boolean).join(' '));
    if (by === 'enterprise' && e.name) all.set(e.code, e.name);
  }
  return [...all].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label, 'zh'));
}

export function picked(entries: Entry[], by: By, pick: string): Entry[] {
  if (!pick) return entries;
  return entries.filter((e) => (by === 'plan' ? e.plan === pick : by === 'agency' ? e.agencies.includes(pick) : by === 'team' ? e.team.some((m) => m.id === pick) : e.code === pick));
}

/** The days of a month's grid, whole weeks from Monday. */
export function monthDays(month: string): string[] {
  const first = monday(`${month}-01`);
  const days: string[] = [];
  for (let day = first; day.slice(0, 7) <= month || days.length % 7 !== 0; day = later(day, 1)) days.push(day);
  return days;
}

/** The month before or after. */
export function otherMonth(month: string, by: number): string {
  const [y, m] = month.split('-').map(Number) as [number, number];
  const at = new Date(Date.UTC(y, m - 1 + by, 1));
  return at.toISOString().slice(0, 7);
}
