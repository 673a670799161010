import { describe, expect, it } from 'vitest';
import type { Referral } from '../../api/types';
import { offersOf } from './FromFolder';
import { bodyOf, changed, emptyForm, errorsOf, formOf, gaps, newItem, newParty, same } from './form';

const referral = {
  title: '某公司涉嫌污染环境案', content: { facts: '事实', investigators: 2, legal_view: '同意' },
  parties: [{ id: 'p', kind: 'enterprise', name: '某公司', credit_code: 'X', note: '', warnings: [], charges: [{ id: 'c', offence: '污染环境罪', article: '', state: 'pending', notified: false }] }],
  items: [{ id: 'i', name: '水泵', quantity: '1台' }],
} as unknown as Referral;

describe('a draft', () => {
  it('comes back as it was read, without the opinions of others', () => {
    expect(bodyOf(formOf(referral))).toEqual({
      title: '某公司涉嫌污染环境案', content: { facts: '事实', investigators: 2 },
      parties: [{ kind: 'enterprise', name: '某公司', credit_code: 'X', charges: [{ offence: '污染环境罪' }] }],
      items: [{ name: '水泵', quantity: '1台' }],
    });
    expect(same(bodyOf(formOf(referral)), bodyOf(formOf(referral)))).toBe(true);
  });

  it('keeps a row without a name on the page and out of what is sent', () => {
    const f = formOf(referral);
    f.parties.unshift(newParty());
    f.items.push(newItem());
    expect(bodyOf(f).parties).toHaveLength(1);
    expect(bodyOf(f).items).toHaveLength(1);
  });

  it('sends an unknown person without a name', () => {
    const f = emptyForm();
    f.parties[0]!.kind = 'unknown';
    expect(bodyOf(f).parties).toEqual([{ kind: 'unknown', name: '', charges: [] }]);
  });

  it('puts an error at the row it belongs to', () => {
    const f = formOf(referral);
    f.parties.unshift(newParty());
    const key = f.parties[1]!.key;
    expect(errorsOf(f, [{ location: 'body.parties[0].name', message: '含有密级标志' }]).get(`party.${key}.name`)).toBe('含有密级标志');
  });

  it('says what is missing and which part somebody changed', () => {
    expect(gaps(emptyForm())).toEqual(['title', 'parties', 'charges', 'facts', 'team']);
    expect(gaps(formOf(referral))).toEqual([]);
    const other = formOf(referral);
    other.content.facts = '别的事实';
    expect(changed(bodyOf(formOf(referral)), bodyOf(other))).toEqual(['content']);
  });
});

describe('what the names of a folder say', () => {
  const folder = { enterprises: ['甲化工有限公司', '乙经营部'], credit_codes: ['91350100M000100Y43'], decision_no: '演罚〔2026〕1号' };
  const t = (key: string) => key;

  it('fills what is empty, and the number only where the form asks for it', () => {
    const offers = offersOf(emptyForm(), folder, true, t);
    const filled = offers.reduce((f, o) => ({ ...f, ...o.put(f) }), emptyForm());
    expect(filled.parties[0]).toMatchObject({ name: '甲化工有限公司', credit_code: '91350100M000100Y43' });
    expect(filled.content.decision_no).toBe('演罚〔2026〕1号');
    expect(offersOf(emptyForm(), folder, false, t).map((o) => o.label)).toEqual(['draft.folder.party', 'draft.folder.code']);
  });

  it('never takes the place of what a person typed', () => {
    const f = emptyForm();
    f.parties[0]!.name = '丙公司';
    f.parties[0]!.credit_code = 'X';
    f.content.decision_no = '2号';
    expect(offersOf(f, folder, true, t)).toEqual([]);
    f.parties[0]!.kind = 'person';
    f.parties[0]!.name = '';
    expect(offersOf(f, folder, false, t)).toEqual([]);
  });
});
