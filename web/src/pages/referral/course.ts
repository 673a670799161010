// How the entries of the record become lines on the page.
import { yuan } from '../../format/size';
import { stamp } from '../../format/time';
import type { EventView, Words } from '../../api/types';

/** Entries of the preparation: they matter in the record, not in the story. */
const house = /^(case\.edit|evidence\.|material\.|document\.seal)/;

export interface Group { house: boolean; events: EventView[] }

/** Newest first; runs of preparation by one organ become one line. */
export function groupsOf(events: EventView[]): Group[] {
  const out: Group[] = [];
  for (const e of [...events].reverse()) {
    const h = house.test(e.kind);
    const last = out[out.length - 1];
    if (h && last?.house && last.events[0]!.agency.id === e.agency.id) last.events.push(e);
    else out.push({ house: h, events: [e] });
  }
  return out;
}

/** The three words a page shows of the receipt ladder. */
export function receiptWord(kinds: string[]): 'delivered' | 'signed' | 'decided' | 'undeliverable' | 'invalid' | undefined {
  if (kinds.includes('invalid')) return 'invalid';
  if (kinds.includes('undeliverable')) return 'undeliverable';
  if (kinds.includes('decided')) return 'decided';
  if (kinds.includes('acknowledged')) return 'signed';
  if (kinds.includes('received') || kinds.includes('delivered')) return 'delivered';
  return undefined;
}

const text = (v: unknown): string => (typeof v === 'string' ? v : typeof v === 'number' ? String(v) : '');

export interface Paper { number: string; date: string; evidence: string }

const none = '00000000-0000-0000-0000-000000000000';

export function paperOf(e: EventView): Paper | undefined {
  const p = e.values['paper'] as Record<string, unknown> | undefined;
  if (!p || typeof p !== 'object') return undefined;
  const evidence = text(p['evidence']);
  return { number: text(p['number']), date: text(p['date']), evidence: evidence === none ? '' : evidence };
}

interface Speech {
  say: (w: Words | undefined) => string;
  word: (list: string, key: string) => string;
  t: (field: string) => string;
  day: (d: string) => string;
  agency: (id: string) => string;
  charge: (id: string) => string;
  material: (code: string) => string;
  paper: (kind: string) => string;
}

/** The first list that knows a word says it. */
const known = (s: Speech, lists: string[], key: string): string => (key === '' ? '' : lists.map((l) => s.word(l, key)).find((x) => x !== key) ?? key);

const plain = ['document_no', 'number', 'officer', 'reason', 'text', 'ground'];

/** What an entry says, as named lines; what is only for machines stays in the record. */
export function describe(e: EventView, s: Speech): Array<[string, string]> {
  const v = e.values as Record<string, unknown>;
  const out: Array<[string, string]> = [];
  const put = (field: string, value: string) => { if (value) out.push([s.t(field), value]); };
  put('to', s.agency(text(v['to'])));
  put('copy_to', s.agency(text(v['copy_to'])));
  const charges = Array.isArray(v['charges']) && !/\.(transmit|send|suggest|request|issue_opinion)$/.test(e.kind) ? (v['charges'] as Array<Record<string, unknown>>) : [];
  put('charges', charges.map((c) => [s.charge(text(c['id'])), s.word('charge', text(c['state']))].filter(Boolean).join(' ')).join('；'));
  put('track', v['track'] ? s.word('referral.facts.trackName', text(v['track'])) : '');
  put('outcome', v['outcome'] ? s.word('referral.timeline.outcome', text(v['outcome'])) : '');
  if (Array.isArray(v['missing'])) put('missing', (v['missing'] as unknown[]).map((m) => s.material(text(m))).join('、'));
  put('emergency', v['emergency'] ? s.word('reads.glass.ground', text(v['emergency'])) : '');
  put('verdict', v['verdict'] ? s.word('reads.glass.verdict', text(v['verdict'])) : '');
  put('ends', v['ends'] ? stamp(text(v['ends'])) : '');
  put('pages', text(v['pages']));
  const ground = v['claim_ground'] as { says?: unknown } | undefined; // why a claim is not started, or was ended
  put('result', ground ? text(ground.says) : known(s, ['acts.result', 'claim.founds'], text(v['result'])));
  put('until', v['until'] ? s.day(text(v['until'])) : '');
  put('days', text(v['days']));
  put('fen', typeof v['fen'] === 'number' ? yuan(v['fen']) : '');
  put('approved_on', v['approved_on'] ? s.day(text(v['approved_on'])) : '');
  for (const field of plain) if (!(field === 'document_no' && paperOf(e))) put(field, text(v[field]));
  if (e.kind === 'document.issue') put('name', s.paper(text(v['kind'])));
  if (e.kind === 'evidence.add') put('name', text(v['name']));
  if (/^(material\.|case\.)/.test(e.kind)) put('title', text(v['title']));
  return out;
}
