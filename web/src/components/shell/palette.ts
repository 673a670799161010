// What Ctrl+K offers: pages, steps of the open case, cases that fit what is typed.
import type { ReferralSummary } from '../../api/types';

export interface Entry { key: string; group: 'steps' | 'cases' | 'pages'; text: string; more?: string; to: string }

const plain = (s: string) => s.toLocaleLowerCase().replace(/\s+/g, '');

/** Entries whose words hold every word that was typed, in the order they came. */
export function fitting(entries: Entry[], typed: string): Entry[] {
  const words = typed.split(/\s+/).map(plain).filter(Boolean);
  return entries.filter((e) => words.every((w) => plain(`${e.text}${e.more ?? ''}`).includes(w)));
}

export const caseEntry = (r: ReferralSummary): Entry => ({ key: r.id, group: 'cases', text: r.title, more: r.number, to: `/referrals/${r.id}` });

/** The next place of the cursor; it goes round. */
export const moved = (at: number, by: number, of: number) => (of === 0 ? 0 : (at + by + of) % of);

/** The case that a page belongs to. */
export const caseOf = (path: string) => /^\/referrals\/([0-9a-f-]{36})/.exec(path)?.[1];
