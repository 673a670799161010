// What narrows the inbox. It stands in the address, and a saved filter is a piece of it.
import type { ListQuery } from '../../api/types';

export const kinds = ['lead', 'criminal', 'detention', 'administrative', 'reverse', 'consultation', 'early_intervention', 'assistance', 'public_interest', 'monitoring', 'findings', 'supervision', 'compensation', 'emergency', 'joint_action', 'meeting_invitation'];
export const states = ['draft', 'reported', 'refused', 'approved', 'sent', 'received', 'handling', 'reviewing', 'suspended', 'disputed', 'answered', 'decided', 'returned', 'withdrawn', 'closed', 'void'];
export const lights = ['red', 'amber', 'green'] as const;
const sides = ['sent', 'received', 'copied'] as const;
const turns = ['mine', 'theirs'] as const;

/** The conditions that an address may carry, besides the box and the words. */
export const conditions = ['kind', 'state', 'light', 'side', 'turn', 'from', 'to', 'officer'] as const;
export type Condition = (typeof conditions)[number];

const known = <T extends string>(list: readonly T[], text: string | null): T | undefined => list.find((x) => x === text);
const someone = (text: string | null) => (/^([0-9a-f-]{36}|none)$/.test(text ?? '') ? text! : undefined);
const day = (text: string | null) => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? text! : undefined);

/** What the hub is asked with; what an address gets wrong is left out. */
export function narrowed(params: URLSearchParams, searching: boolean): ListQuery {
  const list = (name: string, all: string[]) => (params.get(name) ?? '').split(',').filter((x) => all.includes(x));
  const kind = list('kind', kinds);
  const state = list('state', states);
  const q: ListQuery = {
    light: known(lights, params.get('light')), from: day(params.get('from')), to: day(params.get('to')), officer: someone(params.get('officer')),
    ...(kind.length ? { kind } : {}), ...(state.length ? { state } : {}),
    ...(searching ? { side: known(sides, params.get('side')), turn: known(turns, params.get('turn')) } : {}),
  };
  return Object.fromEntries(Object.entries(q).filter(([, v]) => v !== undefined)) as ListQuery;
}

/** The part of an address that a saved filter keeps. */
export function kept(params: URLSearchParams, box: string): string {
  const out = new URLSearchParams();
  const q = params.get('q')?.trim();
  if (q) out.set('q', q);
  else out.set('box', box);
  for (const c of conditions) {
    const v = params.get(c);
    if (v) out.set(c, v);
  }
  return out.toString();
}
