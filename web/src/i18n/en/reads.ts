import type { Dict } from '../dict';
import type { reads as zh } from '../zh/reads';

export const reads: Dict<typeof zh> = {
  title: 'Read log',
  lead: 'Who opened which case, document or file, when and in what function. Only ever added to.',
  leadAdmin: 'These are the looks of your organ’s people.',
  leadAudit: 'These are the looks of your organ’s people and all looks at your organ’s cases, those by procuratorates, supervision and audit included.',
  what: { case: 'Case', document: 'Document', preview: 'Preview', evidence: 'File', volume: 'Bound volume', platform_sheet: 'Platform sheet', archive: 'Archive', supervision_leads: 'Supervision leads', bundle: 'Courier bundle' },
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
  glass: {
    title: 'Break-glass looks', lead: 'In an emergency you can open one case in which your organ takes no part, by its number: for looking only, for {{hours}} hours. The reason stands in the case, its organs are told at once, and the organ that sent it decides afterwards whether it was right.',
    open: 'Open a case', openDo: 'Open it and tell its organs', warn: 'For {{hours}} hours you can see the case, its documents and files, and do nothing in it. Your name and your reason go into the record of the case, and every organ of it is told at once.',
    numberHint: 'Such as XJ-2026-430903-00017', groundLabel: 'Emergency', reason: 'What happened', reasonHint: 'What happened, and why this case is needed',
    missing: 'There is no such case to open', missingHelp: 'Check the number. A case that was not sent, was withdrawn or is void cannot be opened either. Every attempt is kept, and they are limited.',
    ground: { life: 'Life or public safety is at risk', pollution: 'Pollution or ecological damage goes on or is about to spread', evidence: 'Evidence or property of the case may be lost', response: 'Response to an emergency event' },
    waiting: 'To be reviewed', waitingN: '{{n}} to review', none: 'No break-glass looks', noneWaiting: 'Nothing to review', noneHelp: 'Your looks and those of your organ’s people are listed here.', noneHelpReview: 'The looks of your organ’s people, and those at cases that your organ sent, are listed here.',
    openUntil: 'Open until {{at}}', over: 'Closed {{at}}', due: 'To be reviewed by {{at}}', late: 'Not reviewed; was due {{at}}', limit: 'Internal limit, not statutory',
    by: '{{name}} ({{function}}), {{organ}}', judged: '{{name}}, {{organ}}, {{at}}: ', waitsFor: 'Head or auditor of {{organ}} reviews it.',
    review: 'Review', reviewDo: 'Give the verdict', reviewHelp: 'The verdict stands in the record of the case, is told to the organ whose person looked, and cannot be changed.', reviewed: 'The verdict is on record', verdictLabel: 'Verdict', verdict: { justified: 'Justified', not_justified: 'Not justified' }, remark: 'Remark', remarkHint: 'Such as: asked the person who looked; it was as stated',
    banner: 'Break-glass look, open until {{at}}', bannerHelp: 'Your organ takes no part in this case: you can look and do nothing. Its organs have been told.', closed: 'The break-glass look is over', closedHelp: 'This case can no longer be seen.',
  },
};
