import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keepRedaction, takeRedaction } from './redactionDraft';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v), removeItem: (k: string) => void kept.delete(k), all: kept });
});
afterEach(() => vi.unstubAllGlobals());

test('what was chosen comes back once, to its own case', () => {
  keepRedaction('a', { chosen: ['text  facts', 'event e reason'], reason: '误传' });
  expect(takeRedaction('b')).toBeUndefined();
  expect(takeRedaction('a')).toEqual({ chosen: ['text  facts', 'event e reason'], reason: '误传' });
  expect(takeRedaction('a')).toBeUndefined();
});

test('neither the phrase nor what was found is kept', () => {
  keepRedaction('a', { chosen: ['evidence e '], reason: '误传', phrase: '某部队坐标', found: [{ excerpt: '某部队坐标' }] } as never);
  expect([...(sessionStorage as unknown as { all: Map<string, string> }).all.values()].join('')).not.toContain('坐标');
});

test('what a stranger left there is no choice', () => {
  sessionStorage.setItem('redaction a', '{"chosen":1}');
  expect(takeRedaction('a')).toBeUndefined();
  sessionStorage.setItem('redaction a', '{');
  expect(takeRedaction('a')).toBeUndefined();
});
