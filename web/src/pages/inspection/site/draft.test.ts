import { describe, expect, it } from 'vitest';
import { body, merge, newest, recorded, same, signedOfficers, unsigned, type Draft } from './draft';
import type { Check } from '../../../api/site';

const empty: Draft = { summary: '', items: { a: { result: '', note: '' }, b: { result: '', note: '' } }, findings: [], signatures: [] };
const finding = (text: string) => ({ item: 'a', text, owner: '企业负责人', due: '2027-01-02' });
const signed = (name: string) => ({ party: 'enterprise' as const, name, drawn: 'M1 1 L2 2', refusal: '' });

describe('joining what two devices wrote', () => {
  it('keeps what either has written', () => {
    const mine: Draft = { ...empty, summary: '后写', items: { ...empty.items, a: { result: 'problem', note: '' } }, findings: [finding('甲')] };
    const theirs: Draft = { ...empty, summary: '先写', items: { ...empty.items, b: { result: 'ok', note: '看过' } }, findings: [finding('乙')], signatures: [signed('现场负责人')] };
    const { draft, clashes } = merge(empty, mine, theirs);
    expect(clashes).toEqual([]);
    expect(draft.items).toEqual({ a: { result: 'problem', note: '' }, b: { result: 'ok', note: '看过' } });
    expect(draft.findings.map((f) => f.text)).toEqual(['乙', '甲']);
    expect(draft.signatures).toHaveLength(1);
    expect(draft.summary).toBe('先写；后写');
  });
  it('names the items that were answered otherwise, and keeps mine', () => {
    const at = (result: 'ok' | 'problem', note: string): Draft => ({ ...empty, items: { ...empty.items, a: { result, note } } });
    const { draft, clashes } = merge(empty, at('problem', '有渗漏'), at('ok', '无异常'));
    expect(clashes).toEqual(['a']);
    expect(draft.items['a']).toEqual({ result: 'problem', note: '无异常；有渗漏' });
  });
  it('lets what one took out stay out, and doubles nothing', () => {
    const base: Draft = { ...empty, findings: [finding('旧'), finding('留')] };
    const mine: Draft = { ...base, findings: [finding('留'), finding('同')] };
    const theirs: Draft = { ...base, findings: [finding('旧'), finding('留'), finding('同')] };
    expect(merge(base, mine, theirs).draft.findings.map((f) => f.text)).toEqual(['留', '同']);
  });
  it('takes the other record where I wrote nothing', () => {
    const theirs: Draft = { ...empty, summary: '已查', items: { a: { result: 'ok', note: '' }, b: { result: 'skipped', note: '停产' } } };
    expect(merge(empty, empty, theirs).draft).toEqual(theirs);
  });
});

describe('the record of an agency', () => {
  const check = {
    mine: 'x', agencies: [{ id: 'x', edition: 3, summary: '小结' }, { id: 'y', edition: 1, summary: '他部门' }],
    items: [{ id: 'a', agency: 'x', result: 'ok', note: '' }, { id: 'c', agency: 'y', result: '', note: '' }],
    findings: [{ agency: 'y', text: '他部门的问题', owner: '', due: '' }], signatures: [{ agency: 'x', party: 'enterprise', name: '甲', drawn: '', refusal: '拒签' }],
  } as unknown as Check;
  it('is mine alone, and goes out whole', () => {
    const d = recorded(check);
    expect(Object.keys(d.items)).toEqual(['a']);
    expect(d.findings).toEqual([]);
    expect(body(d, 3)).toEqual({ seen: 3, summary: '小结', items: [{ item: 'a', result: 'ok', note: '' }], findings: [], signatures: [{ party: 'enterprise', name: '甲', drawn: '', refusal: '拒签' }] });
    expect(same(d, recorded(check))).toBe(true);
  });
  it('is not set back by an answer that was overtaken on the way', () => {
    const later = { ...check, agencies: [{ id: 'x', edition: 4, summary: '' }], files: [] } as unknown as Check;
    const earlier = { ...check, files: [{ id: 'f' }] } as unknown as Check;
    expect(newest(later, earlier)).toEqual({ ...later, files: earlier.files });
    expect(newest(earlier, later)).toEqual({ ...later, files: earlier.files });
  });
});

describe('the signatures of officers', () => {
  const team = { mine: 'x', officers: [{ id: 'o1', agency: 'x' }, { id: 'o2', agency: 'x' }, { id: 'o3', agency: 'y' }] } as unknown as Check;
  const officer = (id: string, drawn: string) => ({ party: 'officer' as const, name: '执法人员', drawn, refusal: '', officer: id });
  it('are asked of my agency alone, once each, and count when drawn', () => {
    const d: Draft = { ...empty, signatures: [signed('现场负责人'), officer('o1', '')] };
    expect(unsigned(team, empty).map((o) => o.id)).toEqual(['o1', 'o2']);
    expect(unsigned(team, d).map((o) => o.id)).toEqual(['o2']);
    expect(signedOfficers(d)).toBe(0);
    expect(signedOfficers({ ...d, signatures: [officer('o1', 'M1 1 L2 2')] })).toBe(1);
  });
  it('go out with whose they are', () => {
    expect(body({ ...empty, signatures: [officer('o1', 'M1 1 L2 2')] }, 0).signatures[0]).toEqual(officer('o1', 'M1 1 L2 2'));
  });
});
