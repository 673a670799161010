// The consultation as the record holds it: every round with who was there and what was
// said, every reply of whoever owes, and how far the minutes of a round are signed.
import type { EventView, Referral } from '../../api/types';

export interface Attendant { role: string; name: string }
type Paper = Referral['documents'][number];

export interface Turn {
  id: string;
  kind: 'round' | 'reply' | 'notice';
  n: number; // of a round, the first being 1
  at: string;
  text: string;
  present: Attendant[];
  until: string; // of a notice: the day it asks for an answer by
  redacted: boolean;
  hidden: boolean; // the reader's organ only follows the flow
  minutes?: Paper; // of a round: its minutes as a paper, if they were made
}

const kinds: Record<string, Turn['kind']> = { 'compensation.meet': 'round', 'compensation.settle': 'round', 'compensation.reply': 'reply', 'compensation.serve_notice': 'notice' };

const said = (v: unknown): string => (typeof v === 'string' ? v : '');

function attendants(v: unknown): Attendant[] {
  if (!Array.isArray(v)) return [];
  return v.map((x: { role?: unknown; name?: unknown }) => ({ role: said(x?.role), name: said(x?.name) })).filter((x) => x.name !== '');
}

/** The turns of a consultation, oldest first. Minutes belong to the round that was the last one recorded when they were made. */
export function turnsOf(events: EventView[], documents: Paper[]): Turn[] {
  const out: Turn[] = [];
  const recorded: string[] = [];
  let n = 0;
  for (const e of events) {
    const kind = kinds[e.kind];
    if (!kind) continue;
    if (kind === 'round') n += 1;
    const redacted = e.redacted?.includes('text') === true;
    out.push({
      id: e.id, kind, n: kind === 'round' ? n : 0, at: e.occurred_at, text: said(e.values['text']), present: attendants(e.values['present']), until: said(e.values['until']),
      redacted, hidden: kind !== 'notice' && !redacted && e.values['text'] === undefined,
    });
    recorded.push(e.recorded_at);
  }
  for (const d of documents.filter((x) => x.kind === 'consult_minutes' && x.state !== 'void').sort((a, b) => a.issued_at.localeCompare(b.issued_at))) {
    const made = Date.parse(d.issued_at);
    const round = out.findLast((x, i) => x.kind === 'round' && Date.parse(recorded[i]!) <= made);
    if (round) round.minutes = d;
  }
  return out;
}

/** What the record says of the preliminary check. */
export const checkText = (events: EventView[]): string => said(events.findLast((e) => e.kind === 'compensation.check')?.values['text']);
