// Which inputs an act shows, in the order they are asked. The contract says what
// each act takes; where a person is better asked in another order, or for less,
// this table says so, and the compiler holds it to the contract.
import type { paths } from '../api/schema';

type Body<P> = P extends keyof paths ? (paths[P] extends { post: { requestBody: { content: { 'application/json': infer B } } } } ? B : never) : never;
type At<Rest extends string> = `/v1/referrals/{id}/${Rest}`;

/** What every act may carry beside its own fields: legal time, and the paper it was taken from. */
type Base = 'occurred_at' | 'ground' | 'paper';

/** Paths below a referral whose body is an act. */
export type ActPath = { [P in keyof paths]: P extends At<infer Rest> ? ([Body<P>] extends [never] ? never : Base extends keyof Body<P> ? Rest : never) : never }[keyof paths];

type Field<P extends ActPath> = Exclude<keyof Body<At<P>>, Base> & string;

export type ActField = { [P in ActPath]: Field<P> }[ActPath];

const text = ['text'] as const;
const reason = ['reason'] as const;
const opinion = ['text', 'document_no'] as const;
const decision = ['charges', 'document_no', 'text'] as const;
const refusal = ['charges', 'document_no', 'reason'] as const;
const request = ['charges', 'text', 'reason'] as const;
const statement = ['charges', 'text', 'document_no'] as const;
const moved = ['to', 'reason', 'document_no'] as const;

const ownOrder: { [P in ActPath]?: readonly Field<P>[] } = {
  'ask-supplement': ['missing', 'text', 'document_no', 'reason'],
  'ask-withdrawal': reason,
  close: text,
  'compensation/accept-work': ['work', 'text'],
  'compensation/agree': ['shares', 'plan', 'works', 'text', 'default_told'],
  'compensation/announce-confirmation': text,
  'compensation/answer-lead': ['text', 'document_no'],
  'compensation/assess': ['method', 'damage_fen', 'appraisal_fen', 'emergency_fen', 'text', 'reason'],
  'compensation/check': ['result', 'text'],
  'compensation/commission': ['method', 'text', 'until', 'joint'],
  'compensation/enforce': ['document_no', 'reason'],
  'compensation/end': ['result', 'denied', 'reason'],
  'compensation/investigate': text,
  'compensation/judge': ['document_no', 'damage_fen', 'appraisal_fen', 'emergency_fen', 'shares', 'text'],
  'compensation/meet': ['present', 'text', 'reason'],
  'compensation/pay': ['party', 'manner', 'fen', 'document_no', 'text'],
  'compensation/plan-works': ['works', 'text'],
  'compensation/refuse': ['result', 'denied', 'reason'],
  'compensation/reply': text,
  'compensation/report-major': ['document_no', 'text'],
  'compensation/restore': ['work', 'text', 'evidence'],
  'compensation/sue': ['document_no', 'reason'],
  'compensation/waive-work': ['work', 'reason'],
  'criminal/accept-supervision': ['charges', 'document_no', 'text'],
  'criminal/answer-evidence': opinion,
  'criminal/approve': text,
  'criminal/ask-evidence': opinion,
  'criminal/cancel': refusal,
  'criminal/change-unit': moved,
  'criminal/decline': refusal,
  'criminal/explain-reasons': statement,
  'criminal/file': decision,
  'criminal/find-reasons-valid': statement,
  'criminal/forward': moved,
  'criminal/give-enforcement-opinion': text,
  'criminal/give-legal-opinion': text,
  'criminal/grant-reconsideration': decision,
  'criminal/handover-items': ['items', 'text'],
  'criminal/inform-reasons-valid': statement,
  'criminal/not-prosecute': refusal,
  'criminal/notify-decision': decision,
  'criminal/notify-nonprosecution': decision,
  'criminal/notify-party': text,
  'criminal/notify-unit-change': ['document_no', 'text'],
  'criminal/opinion-to-transfer': opinion,
  'criminal/order-filing': decision,
  'criminal/prosecute': decision,
  'criminal/record-judgment': ['charges', 'outcome', 'document_no', 'text'],
  'criminal/refuse': reason,
  'criminal/remind-supervised': text,
  'criminal/report': text,
  'criminal/request-reconsideration': request,
  'criminal/require-reasons': decision,
  'criminal/resume-penalty': ['charges', 'text'],
  'criminal/return-file': ['pages', 'officer', 'text'],
  'criminal/return-for-investigation': statement,
  'criminal/set-track': ['track', 'approver', 'approved_on'],
  'criminal/sign-for-file': ['pages', 'officer', 'text'],
  'criminal/sign-items': ['officer', 'text'],
  'criminal/suggest-supervision': ['charges', 'text', 'document_no'],
  'criminal/transfer-for-prosecution': decision,
  'criminal/transmit': ['to', 'copy_to', 'reason', 'no_state_secret'],
  'criminal/uphold': refusal,
  'grant-withdrawal': text,
  'mark-entered': text,
  redraft: text,
  'refuse-withdrawal': reason,
  return: reason,
  'sign-for': ['officer', 'document_no', 'text'],
  supplement: ['text', 'unable'],
  void: reason,
  withdraw: reason,
};

/** The inputs of an act. */
export function fieldsOf(path: string, takes: string[]): ActField[] {
  const known = (ownOrder as Record<string, readonly ActField[]>)[path];
  return known ? [...known] : (takes as ActField[]);
}
