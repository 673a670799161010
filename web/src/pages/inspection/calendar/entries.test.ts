import { describe, expect, it } from 'vitest';
import type { Schedule } from '../../../api/schedule';
import type { CheckLine } from '../../../api/site';
import { choices, entriesOf, monthDays, otherMonth, picked, type PlanOf } from './entries';

const visit = (number: number, day: string, more: object = {}) => ({ id: `v${number}`, number, day, half: 'am', district: '003', state: 'planned', version: 1, agencies: [{ agency: 'x', officers: 2 }], team: [{ id: `o${number}`, agency: 'x', number: `HJ-0${number}`, name: '' }], ...more });
const plan = (visits: object[]): PlanOf => ({ id: 'p', title: '方案', state: 'drawn', schedule: { visits } as unknown as Schedule });
const check = (id: string, more: object = {}) => ({ id, day: '2027-01-05', half: 'pm', name: '某企业', code: 'c', place: '', state: 'planned', purpose: '举报', lead: 'x', agencies: ['x'], officers: [], ...more }) as unknown as CheckLine;

describe('a calendar of visits', () => {
  it('shows scheduled visits and the checks that no schedule knows of', () => {
    const all = entriesOf([plan([visit(2, '2027-01-06'), visit(1, '2027-01-04'), visit(3, ''), visit(4, '2027-01-04', { state: 'cancelled' })])], [check('a'), check('b', { plan: 'p' }), check('c', { plan: 'q' })]);
    expect(all.map((e) => e.id)).toEqual(['v1', 'a', 'c', 'v2']);
  });
  it('lets nobody move what they may not know', () => {
    const [sealed, known] = entriesOf([plan([visit(1, '2027-01-04'), visit(2, '2027-01-05', { name: '某企业', code: 'c' })])], []);
    expect([sealed!.name, sealed!.visit]).toEqual(['', undefined]);
    expect(known!.visit?.id).toBe('v2');
  });
  it('offers no sealed enterprise to be picked, and picks by officer, agency and enterprise', () => {
    const all = entriesOf([plan([visit(1, '2027-01-04'), visit(2, '2027-01-05', { name: '某企业', code: 'c' })])], []);
    expect(choices(all, 'enterprise', String)).toEqual([{ value: 'c', label: '某企业' }]);
    expect(picked(all, 'team', 'o1').map((e) => e.id)).toEqual(['v1']);
    expect(picked(all, 'agency', 'x')).toHaveLength(2);
    expect(picked(all, 'enterprise', 'c').map((e) => e.id)).toEqual(['v2']);
  });
  it('picks a check outside a schedule by every agency and officer that goes', () => {
    const all = entriesOf([], [check('a', { agencies: ['x', 'y'], officers: [{ id: 'o7', agency: 'y', name: '执法人员', certificate: 'DEMO-7' }] }), check('b')]);
    expect(picked(all, 'agency', 'y').map((e) => e.id)).toEqual(['a']);
    expect(picked(all, 'team', 'o7').map((e) => e.id)).toEqual(['a']);
    expect(choices(all, 'team', String)).toEqual([{ value: 'o7', label: 'y 执法人员' }]);
  });
  it('picks the joint team of a plan, its checks outside a schedule too', () => {
    const all = entriesOf([plan([visit(1, '2027-01-04')]), { id: 'q', title: '另一方案', state: 'drawn' }], [check('a', { plan: 'q' }), check('b')]);
    expect(choices(all, 'plan', String, (id) => ({ p: '方案', q: '另一方案' })[id] ?? '')).toEqual([{ value: 'p', label: '方案' }, { value: 'q', label: '另一方案' }]);
    expect(picked(all, 'plan', 'p').map((e) => e.id)).toEqual(['v1']);
    expect(picked(all, 'plan', 'q').map((e) => e.id)).toEqual(['a']);
  });
  it('lays a month out in whole weeks', () => {
    const days = monthDays('2027-02');
    expect([days[0], days.at(-1), days.length % 7]).toEqual(['2027-02-01', '2027-02-28', 0]);
    expect([monthDays('2027-01')[0], monthDays('2027-03').at(-1)]).toEqual(['2026-12-28', '2027-04-04']);
    expect([otherMonth('2027-01', -1), otherMonth('2026-12', 1)]).toEqual(['2026-12', '2027-01']);
  });
});
