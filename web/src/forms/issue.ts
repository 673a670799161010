import type { ActionOption, Referral } from '../api/types';

/** The paper of an act: to be looked at, and offered where it is not made yet. */
export function issueOf(r: Referral, a: ActionOption) {
  const paper = r.papers.find((p) => p.kind === a.issues);
  if (!paper) return undefined;
  const made = r.documents.some((d) => d.kind === paper.kind && d.state !== 'void');
  return { kind: paper.kind, title: paper.title, group: paper.group, offer: paper.issue && !made };
}

const procuratorial = /opinion_to_transfer|supervision|require_reasons|reasons_valid|order_filing|remind_supervised|return_for_investigation|prosecut|judgment/;

/** Whose act is taken down when it comes from paper. */
export function counterpartOf(r: Referral, a: ActionOption): string {
  if (procuratorial.test(a.action) && !/transfer_for_prosecution/.test(a.action)) return r.copied?.name ?? '';
  return r.receiver?.name ?? '';
}
