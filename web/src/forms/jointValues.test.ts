import { expect, test } from 'vitest';
import type { Referral } from '../api/types';
import { emptyJoint, jointBody, jointOpen, membersOf } from './jointValues';

const r = { relation: 'receiver', sender: { id: 'a' }, receiver: { id: 'b' }, joint: { members: [{ agency: 'a', name: '甲', certificate: '1' }, { agency: 'b', name: '乙', certificate: '2' }], visits: [] } } as unknown as Referral;

test('members are lines of name and certificate, in whatever comma', () => {
  expect(membersOf('执法人员甲，DEMO-1\n执法人员乙 DEMO-2\n\n执法人员丙, DEMO-3')).toEqual([{ name: '执法人员甲', certificate: 'DEMO-1' }, { name: '执法人员乙', certificate: 'DEMO-2' }, { name: '执法人员丙', certificate: 'DEMO-3' }]);
  expect(membersOf('没有证号')).toEqual([{ name: '没有证号', certificate: '' }]);
});

test('the list begins with what my own organ has named', () => {
  expect(emptyJoint(r).members).toBe('乙，2');
});

test('a visit is open until place, day and team are there', () => {
  const j = { ...emptyJoint(r), number: 'JC-1', name: '企业', region: '510300', day: '2026-12-01', team: ['2'] };
  expect(jointOpen(j, 'visit')).toBe(false);
  expect(jointOpen({ ...j, region: '5103' }, 'visit')).toBe(true);
  expect(jointOpen({ ...j, team: [] }, 'visit')).toBe(true);
  expect(jointBody(j, 'visit')).toEqual({ number: 'JC-1', name: '企业', region: '510300', day: '2026-12-01', team: ['2'] });
});
