import { expect, test } from 'vitest';
import { caseOf, fitting, moved, type Entry } from './palette';

const entry = (text: string, more?: string): Entry => ({ key: text, group: 'pages', text, more, to: '/' });

test('every word has to fit, case and blanks do not matter', () => {
  const all = [entry('我发出的', 'Sent by me'), entry('规则', 'Rules'), entry('XJ-2026-430903-00002')];
  expect(fitting(all, ' sent ME ').map((e) => e.text)).toEqual(['我发出的']);
  expect(fitting(all, 'xj-2026')).toHaveLength(1);
  expect(fitting(all, '发出 规则')).toEqual([]);
  expect(fitting(all, '')).toHaveLength(3);
});

test('the cursor goes round and stays put in an empty list', () => {
  expect(moved(2, 1, 3)).toBe(0);
  expect(moved(0, -1, 3)).toBe(2);
  expect(moved(0, 1, 0)).toBe(0);
});

test('only pages of a case have a case', () => {
  expect(caseOf('/referrals/01a22099-861d-786a-abf7-53462734a357/draft')).toBe('01a22099-861d-786a-abf7-53462734a357');
  expect(caseOf('/rules')).toBeUndefined();
});
