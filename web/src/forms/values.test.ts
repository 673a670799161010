import { describe, expect, it } from 'vitest';
import type { ActionOption, Referral } from '../api/types';
import { fieldsOf } from './acts';
import { bodyOf, emptyValues, open } from './values';

const r = { parties: [{ id: 'a', name: '义务人' }], items: [], claim: { works: [] } } as unknown as Referral;
const act = (action: string, path: string, needs: string[], takes: string[]) => ({ action, path, needs, takes, charges: [], paper: false }) as unknown as ActionOption;
const plain = { needsReason: false, documentDrawn: false };

describe('what an act of a claim asks for', () => {
  it('is said before an agreement is signed: what follows without a court', () => {
    const a = act('compensation.agree', 'compensation/agree', ['text'], ['text', 'shares', 'plan', 'works', 'default_told']);
    const fields = fieldsOf(a.path, a.takes);
    const v = { ...emptyValues(r, a), text: '一次缴清' };
    expect([...open(v, a, fields, plain)]).toEqual(['default_told']);
    const told = { ...v, claim: { ...v.claim, default_told: true } };
    expect([...open(told, a, fields, plain)]).toEqual([]);
    expect(bodyOf(told, a, fields)).toEqual({ text: '一次缴清', default_told: true });
  });

  it('is the number of the slip where the treasury is paid, and only there', () => {
    const a = act('compensation.pay', 'compensation/pay', ['fen', 'manner'], ['fen', 'manner', 'party', 'document_no', 'text']);
    const fields = fieldsOf(a.path, a.takes);
    const paid = (manner: 'treasury' | 'reimbursed', document_no: string) => { const v = emptyValues(r, a); return [...open({ ...v, fen: '10', document_no, claim: { ...v.claim, manner } }, a, fields, plain)]; };
    expect(paid('treasury', '')).toEqual(['document_no']);
    expect(paid('treasury', '演缴1号')).toEqual([]);
    expect(paid('reimbursed', '')).toEqual([]);
  });

  it('is the outcome of the preliminary check', () => {
    const a = act('compensation.check', 'compensation/check', ['result', 'text'], ['result', 'text']);
    const fields = fieldsOf(a.path, a.takes);
    expect([...open(emptyValues(r, a), a, fields, plain)].sort()).toEqual(['result', 'text']);
    expect(bodyOf({ ...emptyValues(r, a), result: 'damage', text: '水质超标' }, a, fields)).toEqual({ result: 'damage', text: '水质超标' });
  });
});
