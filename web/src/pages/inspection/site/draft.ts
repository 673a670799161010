// What one agency writes down on the spot, before it is sent. Two telephones of the same
// agency may write at once: the slower one is joined with what the faster one sent, and
// nothing of either is lost.
import type { Check, RecordBody } from '../../../api/site';

export type Answer = { result: '' | 'ok' | 'problem' | 'skipped'; note: string };
export interface NewFinding { item: string; text: string; owner: string; due: string }
export interface NewSignature { party: 'officer' | 'enterprise' | 'witness'; name: string; drawn: string; refusal: string; officer?: string }

export interface Draft {
  summary: string;
  items: Record<string, Answer>;
  findings: NewFinding[];
  signatures: NewSignature[];
}

/** A draft with the edition and the record that it was written on. */
export interface Kept { seen: number; base: Draft; draft: Draft; wanted: boolean; at: string }

/** The edition of my agency's record. */
export const editionOf = (c: Check) => c.agencies.find((a) => a.id === c.mine)?.edition ?? 0;

/** Of two answers about a visit that may have crossed on the way: the later record, and every file. */
export function newest(old: Check | undefined, next: Check): Check {
  if (!old) return next;
  const later = editionOf(old) > editionOf(next) ? old : next;
  return { ...later, files: old.files.length > next.files.length ? old.files : next.files };
}

/** What my agency has sent. */
export function recorded(c: Check): Draft {
  return {
    summary: c.agencies.find((a) => a.id === c.mine)?.summary ?? '',
    items: Object.fromEntries(c.items.filter((x) => x.agency === c.mine).map((x) => [x.id, { result: x.result, note: x.note }])),
    findings: c.findings.filter((f) => f.agency === c.mine).map((f) => ({ item: f.item ?? '', text: f.text, owner: f.owner, due: f.due })),
    signatures: c.signatures.filter((s) => s.agency === c.mine).map((s) => ({ party: s.party, name: s.name, drawn: s.drawn, refusal: s.refusal, ...(s.officer ? { officer: s.officer } : {}) })),
  };
}

/** The record as it is sent: whole, on the edition it was written on. */
export function body(d: Draft, seen: number): RecordBody {
  return {
    seen,
    summary: d.summary.trim(),
    items: Object.entries(d.items).map(([item, a]) => ({ item, result: a.result, note: a.note.trim() })),
    findings: d.findings.map((f) => ({ text: f.text.trim(), owner: f.owner.trim(), due: f.due, ...(f.item ? { item: f.item } : {}) })),
    signatures: d.signatures.map((s) => ({ party: s.party, name: s.name.trim(), drawn: s.drawn, refusal: s.refusal.trim(), ...(s.officer ? { officer: s.officer } : {}) })),
  };
}

const key = (x: unknown) => JSON.stringify(x);
export const same = (a: Draft, b: Draft) => key(body(a, 0)) === key(body(b, 0));

/** Officers of my agency in the team who have not signed yet. */
export const unsigned = (c: Check, d: Draft) => c.officers.filter((o) => o.agency === c.mine && !d.signatures.some((s) => s.officer === o.id));

/** How many officers have signed by hand. */
export const signedOfficers = (d: Draft) => d.signatures.filter((s) => s.officer && s.drawn).length;

/** Whether everything that will be asked for is there; what is not, the hub says. */
export const open = (d: Draft) => Object.values(d.items).filter((a) => a.result === '').length;

/** What either list has added to the base, without what either has taken out of it. */
function both<T>(base: T[], mine: T[], theirs: T[]): T[] {
  const has = (list: T[], x: T) => list.some((y) => key(y) === key(x));
  const left = theirs.filter((x) => !has(base, x) || has(mine, x));
  return [...left, ...mine.filter((x) => !has(left, x) && (!has(base, x) || has(theirs, x)))];
}

/** One text where both wrote: theirs, then mine. */
const joined = (base: string, mine: string, theirs: string, most: number) => {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base || theirs === '') return mine;
  return `${theirs}；${mine}`.slice(0, most);
};

/** Joins what two devices made of the same record; clashes are items that both answered otherwise. */
export function merge(base: Draft, mine: Draft, theirs: Draft): { draft: Draft; clashes: string[] } {
  const clashes: string[] = [];
  const items: Record<string, Answer> = {};
  for (const [id, t] of Object.entries(theirs.items)) {
    const b = base.items[id] ?? { result: '', note: '' };
    const m = mine.items[id] ?? b;
    if (m.result !== b.result && t.result !== b.result && m.result !== t.result) clashes.push(id);
    items[id] = { result: m.result === b.result ? t.result : m.result, note: joined(b.note, m.note, t.note, 300) };
  }
  return {
    draft: {
      summary: joined(base.summary, mine.summary, theirs.summary, 500),
      items,
      findings: both(base.findings, mine.findings, theirs.findings),
      signatures: both(base.signatures, mine.signatures, theirs.signatures),
    },
    clashes,
  };
}
