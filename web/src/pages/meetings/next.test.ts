import { describe, expect, it } from 'vitest';
import type { MeetingSummary } from '../../api/meetings';
import { nextOf } from './next';

const at = new Date('2026-11-29T04:00:00Z');
const meeting = (id: string, state: string, from: string, to = from.replace('T01', 'T03')) => ({ id, state, from, to }) as unknown as MeetingSummary;

describe('the next meeting', () => {
  it('is the earliest that is prepared or called, and not over', () => {
    const list = [meeting('far', 'called', '2026-12-20T01:00:00Z'), meeting('near', 'draft', '2026-12-02T01:00:00Z'), meeting('off', 'cancelled', '2026-12-01T01:00:00Z'), meeting('past', 'called', '2026-11-29T01:00:00Z'), meeting('closed', 'closed', '2026-11-30T01:00:00Z')];
    expect(nextOf(list, at)).toBe('near');
    expect(nextOf(list.slice(2), at)).toBeUndefined();
    expect(nextOf([meeting('now', 'called', '2026-11-29T01:00:00Z', '2026-11-29T05:00:00Z'), ...list], at)).toBe('now');
  });
  it('is the one that is being held, whatever its time was', () => {
    expect(nextOf([meeting('near', 'called', '2026-12-02T01:00:00Z'), meeting('held', 'held', '2026-11-28T01:00:00Z')], at)).toBe('held');
  });
});
