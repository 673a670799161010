import type { Dict } from '../dict';
import type { reads as zh } from '../zh/reads';

export const reads: Dict<typeof zh> = {
  title: 'Read log',
  lead: 'Who opened which case, document or file, when and in what function. Only ever added to.',
  leadAdmin: 'These are the looks of your organ’s people.',
  leadAudit: 'These are the looks of your organ’s people and all looks at your organ’s cases, those by procuratorates, supervision and audit included.',
  what: { case: 'Case', document: 'Document', evidence: 'File', volume: 'Bound volume' },
  at: 'When', who: 'Who', organ: 'Organ', thing: 'What', number: 'Case number', why: 'Reason', person: 'Name',
  outside: 'Outside own tasks', discreet: 'Seen by that organ and auditors only', noReason: 'No reason given',
  empty: 'No looks yet', emptyHelp: 'Whoever opens a case, a document or a file is noted here.', emptyFiltered: 'Nothing fits these conditions', emptyFilteredHelp: 'Widen the conditions, or clear them all.',
  denied: 'The read log is for your organ’s administrator and auditor', deniedHelp: 'Each case shows its own under “Read log”.',
  fold: { help: 'Looks of other organs by procuratorate, supervision and audit are seen by that organ and by auditors only; they are not listed here.', helpAudit: 'You look as auditor: looks by procuratorates, supervision and audit are listed too.', none: 'Nobody has looked yet.' },
  filter: { only: 'Range', all: 'All', outside: 'Outside own tasks', unexplained: 'No reason given' },
  ask: {
    title: 'Please say why you look at this case', help: 'It is not among your tasks: your organ has a copy, supervises or was granted access, and nothing waits for it now. The reason is kept with the read log; for some time you are not asked again.',
    label: 'Reason', hint: 'Such as: review of filed copies, supervision, a complaint', save: 'Put it on record', saved: 'Put on record',
  },
};
