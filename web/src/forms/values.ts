// What a person has filled in for an act, what is still missing, and the body
// that is sent. Nothing here draws anything.
import type { ActionOption, Referral } from '../api/types';
import { fenOf } from '../format/size';
import { fromOffice } from '../format/time';
import type { ActField } from './acts';
import { emptyJoint, jointBody, jointOpen, type JointValues } from './jointValues';
import { claimBody, emptyClaim, worksFor, worksOf, type ClaimValues } from './claimValues';

export interface ItemValue { id: string; form: '' | 'moved' | 'kept' | 'disposed'; keeper: string; seal_no: string; place: string; daily: string; payer: string }

export interface ActValues {
  to: string;
  copy_to: string;
  no_state_secret: boolean;
  officer: string;
  document_no: string;
  charges: string[];
  missing: string[];
  missingOther: string;
  track: '' | 'verify' | 'complex';
  approver: string;
  approved_on: string;
  outcome: '' | 'convicted' | 'exempted' | 'acquitted';
  pages: string;
  items: ItemValue[];
  unable: boolean;
  result: string;
  until: string;
  days: string;
  fen: string; // as typed, in yuan
  claim: ClaimValues;
  joint: JointValues;
  reason: string;
  text: string;
  late: boolean;
  occurred_at: string; // a civil day and time of the office, as typed
  ground: string;
  paper_number: string;
  paper_date: string;
  paper_evidence: string;
  paper_name: string;
}

export function emptyValues(r: Referral, a: ActionOption): ActValues {
  return {
    to: '', copy_to: r.copied?.id ?? '', no_state_secret: false, officer: '', document_no: '', charges: a.charges.length === 1 ? [...a.charges] : [], missing: [], missingOther: '',
    track: '', approver: '', approved_on: '', outcome: '', pages: '', unable: false, result: a.action === 'meeting_invitation.countersign' ? r.invited?.minutes ?? '' : '', until: '', days: '', fen: '', reason: '', text: '', late: false, occurred_at: '', ground: '',
    paper_number: '', paper_date: '', paper_evidence: '', paper_name: '', claim: claimFor(r, a), joint: emptyJoint(r),
    items: r.items.map((i) => ({ id: i.id, form: '', keeper: i.keeper ?? '', seal_no: i.seal_no ?? '', place: i.place ?? '', daily: '', payer: '' })),
  };
}

/** What an act asks for beyond its needs, seen from the case as it stands. */
export interface Situation { needsReason: boolean; documentDrawn: boolean }

/** Names of the inputs that are still open: they are marked before anything is sent. */
export function open(v: ActValues, a: ActionOption, fields: ActField[], s: Situation): Set<string> {
  const bad = new Set<string>();
  const must = new Set<string>(a.needs);
  if (s.needsReason) must.add('reason');
  if (s.documentDrawn) must.delete('document_no');
  const said = (x: string) => x.trim() !== '';
  for (const f of fields) {
    if (!must.has(f)) continue;
    const filled: Partial<Record<ActField, boolean>> = {
      to: said(v.to), copy_to: said(v.copy_to), no_state_secret: v.no_state_secret, officer: said(v.officer), document_no: said(v.document_no) || (a.paper && said(v.paper_number)),
      charges: v.charges.length > 0, missing: missingList(v).length > 0, track: v.track !== '', outcome: v.outcome !== '', pages: Number(v.pages) > 0,
      items: v.items.length > 0 && v.items.every((i) => i.form !== ''), reason: said(v.reason), text: said(v.text), approver: said(v.approver), approved_on: said(v.approved_on), unable: true, result: v.result !== '', until: said(v.until), days: Number(v.days) > 0, fen: fenOf(v.fen) > 0, damage_fen: fenOf(v.claim.damage_fen) > 0, manner: v.claim.manner !== '', works: worksOf(v.claim).length > 0, work: v.claim.work > 0, major: v.claim.major !== '',
    };
    if (['members', 'visit', 'line'].includes(f) ? jointOpen(v.joint, f) : !filled[f]) bad.add(f);
  }
  if (fields.includes('number') && jointOpen(v.joint, 'number')) bad.add('number');
  if (fields.includes('track') && v.track === 'complex') {
    if (!said(v.approver)) bad.add('approver');
    if (!said(v.approved_on)) bad.add('approved_on');
  }
  if (fields.includes('method') && v.claim.method === '') bad.add('method');
  if (needsSlip(v, fields) && !said(v.document_no)) bad.add('document_no');
  if (fields.includes('default_told') && !v.claim.default_told) bad.add('default_told'); // said before confirmation is skipped
  if (onGround(a) && v.result === '') bad.add('result');
  if (v.unable && !said(v.text)) bad.add('text');
  if (v.late && !said(v.occurred_at)) bad.add('occurred_at');
  if (v.late && !said(v.ground)) bad.add('ground');
  if (a.paper && !said(v.paper_date)) bad.add('paper_date');
  return bad;
}

/** What is paid into the treasury has the number of its slip (缴款书号). */
export const needsSlip = (v: ActValues, fields: ActField[]): boolean => fields.includes('manner') && v.claim.manner === 'treasury';

/** Not to start a claim, or to end it, takes a ground of the list. */
const onGround = (a: ActionOption): boolean => a.takes.includes('denied') || a.action === 'compensation.fail';

/** The only work that a step can name is meant. */
function claimFor(r: Referral, a: ActionOption): ClaimValues {
  const works = a.takes.includes('work') && a.action !== 'compensation.restore' ? worksFor(r, a.action) : [];
  return { ...emptyClaim(r), work: works.length === 1 ? works[0]!.n : 0 };
}

export function missingList(v: ActValues): string[] {
  return [...v.missing, ...v.missingOther.split('\n').map((l) => l.trim()).filter(Boolean)];
}

/** The body of an act: only fields that this act has, and only filled ones. */
export function bodyOf(v: ActValues, a: ActionOption, fields: ActField[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const put = (name: string, value: unknown) => {
    if (value !== '' && value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0)) body[name] = value;
  };
  for (const f of fields) {
    switch (f) {
      case 'damage_fen': case 'appraisal_fen': case 'emergency_fen': case 'method': case 'shares': case 'plan': case 'present': case 'assessed': case 'agreed': case 'default_told': case 'party': case 'manner': case 'denied': case 'works': case 'work': case 'evidence': case 'major': case 'joint':
        put(f, claimBody(v.claim, f));
        break;
      case 'members': case 'visit': case 'number': case 'handed': put(f, jointBody(v.joint, f)); break;
      case 'problems': case 'line': body[f] = jointBody(v.joint, f); break;
      case 'missing': put(f, missingList(v)); break;
      case 'fen': put(f, fenOf(v.fen)); break;
      case 'pages': case 'days': put(f, v[f] === '' ? '' : Number(v[f])); break;
      case 'items': put(f, v.items.map(itemBody)); break;
      case 'approver': case 'approved_on': if (v.track === 'complex') put(f, v[f]); break;
      case 'no_state_secret': body[f] = v.no_state_secret; break;
      case 'reason': case 'text': case 'officer': case 'document_no': put(f, v[f].trim()); break;
      default: put(f, v[f]);
    }
  }
  // The contract wants these two even when empty; the hub says what is missing.
  for (const f of ['reason', 'text', 'officer'] as const) if (a.needs.includes(f) && fields.includes(f)) body[f] = v[f].trim();
  if (v.late && v.occurred_at) {
    const [day, time] = v.occurred_at.split('T') as [string, string];
    put('occurred_at', fromOffice(day, time ?? '09:00'));
    put('ground', v.ground.trim());
  }
  if (a.paper) {
    const paper: Record<string, string> = { date: v.paper_date };
    if (v.paper_number.trim()) paper['number'] = v.paper_number.trim();
    if (v.paper_evidence) paper['evidence_id'] = v.paper_evidence;
    body['paper'] = paper;
    delete body['document_no'];
  }
  return body;
}

function itemBody(i: ItemValue): Record<string, unknown> {
  const out: Record<string, unknown> = { id: i.id, form: i.form };
  for (const f of ['keeper', 'seal_no', 'place', 'payer'] as const) if (i[f].trim()) out[f] = i[f].trim();
  const fen = Math.round(Number(i.daily) * 100);
  if (i.daily.trim() && Number.isFinite(fen) && fen > 0) out['daily_fen'] = fen;
  return out;
}

/** Whether the chosen receiver is not of the sender's own level and place. */
export function foreignLevel(to: { level: string; region: string } | undefined, own: { level: string; region: string } | undefined): boolean {
  return to !== undefined && own !== undefined && (to.level !== own.level || to.region !== own.region);
}
