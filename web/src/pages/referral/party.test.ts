import { expect, test } from 'vitest';
import type { DocumentView, EventView, Referral } from '../../api/types';
import { notifyParty, partyNotice } from './party';

const doc = (kind: string, state: string, at: string) => ({ id: `${kind}${at}`, kind, state, issued_at: at }) as unknown as DocumentView;
const at = (documents: DocumentView[], more: Partial<Referral> = {}) => ({
  relation: 'sender', documents, items: [{ id: 'i', name: '洗金设备', form: '' }], actions: [{ action: notifyParty, paper: false, allowed: true }], sub_states: { party_notified: false }, ...more,
}) as unknown as Referral;
const steps = (r: Referral) => Object.values(partyNotice(r, [])!.steps).join(' ');

test('the way goes from the paper to its seal, its service and the entry', () => {
  expect(steps(at([]))).toBe('now later later later');
  expect(steps(at([doc('party_notice', 'issued', '2')]))).toBe('done now later later');
  expect(steps(at([doc('party_notice', 'sealed', '2')]))).toBe('done done now later');
  expect(steps(at([doc('party_notice', 'sealed', '2'), doc('service_receipt', 'issued', '3')]))).toBe('done done now later');
  expect(steps(at([doc('party_notice', 'sealed', '2'), doc('service_receipt', 'sealed', '3')]))).toBe('done done done now');
});

test('a proof of service older than the notice belongs to the letter, and a void paper to nothing', () => {
  expect(partyNotice(at([doc('service_receipt', 'sealed', '1'), doc('party_notice', 'sealed', '2')]), [])?.proof).toBeUndefined();
  expect(partyNotice(at([doc('party_notice', 'void', '2')]), [])?.notice).toBeUndefined();
});

test('the notice is a duty only where seized property goes along', () => {
  expect(partyNotice(at([]), [])?.must).toBe(true);
  expect(partyNotice(at([], { items: [] }), [])?.must).toBe(false);
  expect(partyNotice(at([], { items: [{ id: 'i', name: '原料', form: 'disposed' }] as unknown as Referral['items'] }), [])?.must).toBe(false);
});

test('it is shown to the sender alone, once it can be done or was done', () => {
  expect(partyNotice(at([], { relation: 'receiver' }), [])).toBeUndefined();
  expect(partyNotice(at([], { actions: [] }), [])).toBeUndefined();
  const told = { id: 'e', kind: notifyParty, occurred_at: '4' } as unknown as EventView;
  const done = partyNotice(at([], { actions: [], sub_states: { party_notified: true } as Referral['sub_states'] }), [told]);
  expect(done?.told).toBe(told);
  expect(done?.steps.done).toBe('done');
});
