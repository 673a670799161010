import { describe, expect, it } from 'vitest';
import { later, monday, weekOf, type Visit } from './schedule';

describe('weeks of a schedule', () => {
  it('begin on Monday, across months and years', () => {
    expect(monday('2026-03-02')).toBe('2026-03-02');
    expect(monday('2026-03-01')).toBe('2026-02-23');
    expect(monday('2027-01-01')).toBe('2026-12-28');
    expect(later('2026-02-27', 3)).toBe('2026-03-02');
  });

  it('show a weekend only where somebody works on it', () => {
    const on = (day: string) => [{ day } as Visit];
    expect(weekOf('2026-03-02', [])).toEqual(['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06']);
    expect(weekOf('2026-03-02', on('2026-03-07'))).toHaveLength(6);
  });
});
