import { describe, expect, it } from 'vitest';
import { bodyOf, emptyForm, newParty, type Form } from './form';
import { dropRefused, keepRefused, place, takeRefused } from './kept';

const store = () => {
  const kept = new Map<string, string>();
  return { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => { kept.set(k, v); }, removeItem: (k: string) => { kept.delete(k); } };
};
const typed: Form = {
  ...emptyForm(), title: '某厂案', content: { facts: '机密★一年 现场情况', basis: '依据' },
  parties: [{ ...newParty(), name: '某厂', note: '备注' }, { ...newParty(), name: '', note: '还没有写名称的一行' }], items: [{ key: 7, name: '', quantity: '3桶', feature: '', place: '', seized_on: '' }],
};

describe('a draft that the hub refused', () => {
  it('stays whole: every row and word, also what is never sent', () => {
    const s = store();
    const at = place('0198', 'criminal');
    keepRefused(at, { base: bodyOf(emptyForm()), form: typed }, s);
    expect(takeRefused(at, s)).toEqual({ base: bodyOf(emptyForm()), form: typed });
    expect(takeRefused(at, s)).toBeDefined(); // looking takes nothing away
    dropRefused(at, s);
    expect(takeRefused(at, s)).toBeUndefined();
  });
  it('is kept by itself for every case, and for every kind that has no number yet', () => {
    const s = store();
    keepRefused(place(undefined, 'lead'), { form: typed }, s);
    expect(takeRefused(place(undefined, 'criminal'), s)).toBeUndefined();
    expect(takeRefused(place('0198', 'lead'), s)).toBeUndefined();
    expect(takeRefused(place(undefined, 'lead'), s)).toEqual({ form: typed });
  });
  it('stands in nobody’s way where the tab keeps nothing, or something else', () => {
    const full = { ...store(), setItem: () => { throw new Error('quota'); } };
    expect(() => keepRefused('x', { form: typed }, full)).not.toThrow();
    const odd = store();
    for (const text of ['{', 'null', '{"form":{}}', '{"form":{"title":1,"parties":[],"items":[]}}']) {
      odd.setItem('x', text);
      expect(takeRefused('x', odd)).toBeUndefined();
    }
  });
});
