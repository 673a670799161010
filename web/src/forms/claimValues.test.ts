import { describe, expect, it } from 'vitest';
import type { Referral } from '../api/types';
import { claimBody, emptyClaim, gap, totalOf } from './claimValues';

const two = { parties: [{ id: 'a', name: '甲厂' }, { id: 'b', name: '乙厂' }] } as unknown as Referral;

describe('the money of a claim', () => {
  it('is counted in fen, without rounding', () => {
    const v = { ...emptyClaim(two), damage_fen: '33090', appraisal_fen: '15000.00', emergency_fen: '0.1' };
    expect(totalOf(v)).toBe(4809010);
    expect(gap(4809010, [{ fen: '48090' }, { fen: '0.10' }])).toBe(0);
    expect(gap(100, [{ fen: '0.99' }])).toBe(1);
  });

  it('sends shares and names only where shares are agreed', () => {
    const v = { ...emptyClaim(two), plan: [{ on: '2026-12-01', party: 'a', fen: '1' }] };
    expect(claimBody(v, 'shares')).toEqual([]);
    expect(claimBody(v, 'plan')).toEqual([{ on: '2026-12-01', fen: 100 }]);
    const by = { ...v, byShare: true, shares: [{ party: 'a', fen: '1' }, { party: 'b', fen: '2.5' }] };
    expect(claimBody(by, 'shares')).toEqual([{ party: 'a', fen: 100 }, { party: 'b', fen: 250 }]);
    expect(claimBody(by, 'plan')).toEqual([{ on: '2026-12-01', fen: 100, party: 'a' }]);
  });
});
