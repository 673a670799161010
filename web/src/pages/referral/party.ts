// How far the notice to the party (告知当事人) has come.
import type { ActionOption, DocumentView, EventView, Referral } from '../../api/types';

export const notifyParty = 'criminal.notify_party';

export type StepState = 'done' | 'now' | 'later';

export interface PartyNotice {
  /** the law asks for the notice where property was sealed or seized (行政强制法第二十一条) */
  must: boolean;
  seized: Referral['items'];
  notice?: DocumentView;
  proof?: DocumentView;
  act?: ActionOption;
  told?: EventView;
  steps: { notice: StepState; seal: StepState; serve: StepState; done: StepState };
}

/** Undefined where the reader has nothing to do with it. */
export function partyNotice(r: Referral, events: EventView[]): PartyNotice | undefined {
  const act = r.actions.find((a) => a.action === notifyParty && !a.paper);
  if (r.relation !== 'sender' || (!act?.allowed && !r.sub_states.party_notified)) return undefined;
  const seized = r.items.filter((i) => i.form !== 'disposed');
  const standing = r.documents.filter((d) => d.state !== 'void');
  const notice = standing.findLast((d) => d.kind === 'party_notice');
  // An older proof of service belongs to the letter.
  const proof = notice && standing.findLast((d) => d.kind === 'service_receipt' && d.issued_at >= notice.issued_at);
  const told = events.findLast((e) => e.kind === notifyParty);
  const finished = [notice !== undefined, notice?.state === 'sealed', proof?.state === 'sealed', r.sub_states.party_notified];
  const first = finished.indexOf(false);
  const state = (n: number): StepState => (finished[n] ? 'done' : n === first ? 'now' : 'later');
  return { must: seized.length > 0, seized, notice, proof, act, told, steps: { notice: state(0), seal: state(1), serve: state(2), done: state(3) } };
}
