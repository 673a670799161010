import { describe, expect, it } from 'vitest';
import type { Referral } from '../api/types';
import { agreementDraft } from './agreement';
import { emptyClaim } from './claimValues';

const r = { parties: [{ id: 'a', name: '甲' }, { id: 'b', name: '乙' }] } as unknown as Referral;

describe('an agreement that is being typed', () => {
  it('is sent without lines that are half typed', () => {
    const c = { ...emptyClaim(r), byShare: true, shares: [{ party: 'a', fen: '1.20' }, { party: 'b', fen: '' }], plan: [{ on: '2026-03-02', party: '', fen: '5' }, { on: '', party: '', fen: '5' }], works: [{ kind: 'substitute' as const, what: '补植', by: '', party: '', fen: '' }] };
    expect(agreementDraft(c, ' 文字 ', false)).toEqual({ text: '文字', default_told: false, shares: [], plan: [{ on: '2026-03-02', fen: 500 }], works: [] });
  });
  it('brings the amount where it is assessed in the same sitting', () => {
    expect(agreementDraft({ ...emptyClaim(r), damage_fen: '100', assessed: '专家意见' }, '', true)).toMatchObject({ damage_fen: 10_000, assessed: '专家意见' });
  });
});
