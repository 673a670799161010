import { describe, expect, it } from 'vitest';
import { isOpen, tally, type PrecheckLine } from './precheck';

const line = (state: PrecheckLine['state']) => ({ state }) as PrecheckLine;

describe('a sheet', () => {
  it('counts every answer', () => {
    expect(tally([line('met'), line('missing'), line('missing'), line('later')])).toEqual({ met: 1, missing: 2, judge: 0, not_applicable: 0, later: 1 });
  });
  it('leaves open what is missing or waits for a person', () => {
    expect((['met', 'missing', 'judge', 'not_applicable', 'later'] as const).filter((s) => isOpen(line(s)))).toEqual(['missing', 'judge']);
  });
});
