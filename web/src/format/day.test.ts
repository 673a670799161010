import { describe, expect, it } from 'vitest';
import { readDay, readTime } from './day';

describe('readDay', () => {
  it.each([['2026-09-30', '2026-09-30'], ['2026.9.3', '2026-09-03'], ['2026/9/30', '2026-09-30'], ['2026年9月30日', '2026-09-30'], [' 20260930 ', '2026-09-30'], ['2024-02-29', '2024-02-29']])('%s', (text, day) => {
    expect(readDay(text)).toBe(day);
  });
  it.each(['', '2026-02-29', '2026-13-01', '30/09/2026', '昨天', '2026-9', '1026-09-30', '202609301'])('refuses %s', (text) => {
    expect(readDay(text)).toBeUndefined();
  });
});

describe('readTime', () => {
  it.each([['9:05', '09:05'], ['15：30', '15:30'], ['0905', '09:05'], ['9时5分', '09:05']])('%s', (text, time) => {
    expect(readTime(text)).toBe(time);
  });
  it.each(['', '24:00', '9:60', '下午三点'])('refuses %s', (text) => {
    expect(readTime(text)).toBeUndefined();
  });
});
