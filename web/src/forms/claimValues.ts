// What a person has filled in about the money of a claim, and what is sent of it.
import type { Referral } from '../api/types';
import { fenOf } from '../format/size';

export interface ShareValue { party: string; fen: string }
export interface InstalmentValue { on: string; party: string; fen: string }
export interface WorkValue { kind: 'in_place' | 'substitute'; what: string; by: string; party: string; fen: string }
export interface PresentValue { role: string; name: string }

/** Amounts are as typed, in yuan. */
export interface ClaimValues {
  method: '' | 'appraisal' | 'experts' | 'comprehensive';
  damage_fen: string;
  appraisal_fen: string;
  emergency_fen: string;
  byShare: boolean;
  shares: ShareValue[];
  plan: InstalmentValue[];
  present: PresentValue[];
  assessed: string;
  agreed: string;
  default_told: boolean;
  party: string;
  manner: '' | 'treasury' | 'restoration' | 'reimbursed';
  denied: string[];
  works: WorkValue[];
  work: number; // 0: none
  evidence: string[];
  major: string;
  joint: boolean;
}

export function emptyClaim(r: Referral): ClaimValues {
  return {
    method: '', damage_fen: '', appraisal_fen: '', emergency_fen: '', byShare: false, shares: r.parties.map((p) => ({ party: p.id, fen: '' })), plan: [],
    present: r.parties.filter((p) => p.name).slice(0, 1).map((p) => ({ role: 'obligor', name: p.name })), assessed: '', agreed: '', default_told: false,
    party: r.parties.length === 1 ? r.parties[0]!.id : '', manner: '', denied: [],
    works: [], work: 0, evidence: [], major: '', joint: false,
  };
}

/** What is assessed altogether, as typed so far. */
export const totalOf = (v: ClaimValues): number => fenOf(v.damage_fen) + fenOf(v.appraisal_fen) + fenOf(v.emergency_fen);

/** How far shares or instalments are from the amount they must add up to; 0: they do. */
export function gap(total: number, lines: Array<{ fen: string }>): number {
  return total - lines.reduce((sum, x) => sum + fenOf(x.fen), 0);
}

/** Shares as they are sent: none where all owe jointly. */
export const sharesOf = (v: ClaimValues) => (v.byShare ? v.shares.map((s) => ({ party: s.party, fen: fenOf(s.fen) })) : []);

export const planOf = (v: ClaimValues) => v.plan.map((p) => ({ on: p.on, fen: fenOf(p.fen), ...(v.byShare && p.party ? { party: p.party } : {}) }));

export const presentOf = (v: ClaimValues) => v.present.filter((p) => p.name.trim() && p.role).map((p) => ({ role: p.role, name: p.name.trim() }));

export const worksOf = (v: ClaimValues) => v.works.filter((w) => w.what.trim() || w.by).map((w) => ({ kind: w.kind, what: w.what.trim(), by: w.by, ...(w.party ? { party: w.party } : {}), ...(fenOf(w.fen) > 0 ? { fen: fenOf(w.fen) } : {}) }));

const fitting: Record<string, string[]> = { 'compensation.restore': ['planned', 'returned'], 'compensation.accept_work': ['reported'], 'compensation.return_work': ['reported'] };

/** The works that a step can name. */
export function worksFor(r: Referral, action: string) {
  const states = fitting[action] ?? ['planned', 'reported', 'returned'];
  return (r.claim?.works ?? []).filter((w) => states.includes(w.state));
}

/** The part of a body that speaks of money, by the name of its field. */
export function claimBody(v: ClaimValues, field: string): unknown {
  switch (field) {
    case 'damage_fen': case 'appraisal_fen': case 'emergency_fen': return fenOf(v[field]) || undefined;
    case 'shares': return sharesOf(v);
    case 'plan': return planOf(v);
    case 'present': return presentOf(v);
    case 'works': return worksOf(v);
    case 'work': return v.work || undefined;
    case 'evidence': return v.work > 0 ? v.evidence : [];
    case 'assessed': case 'agreed': return v[field].trim();
    case 'method': case 'manner': case 'party': case 'denied': case 'default_told': case 'major': case 'joint': return v[field];
  }
  return undefined;
}
