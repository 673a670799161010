import type { Dict } from '../dict';
import type { referral as zh } from '../zh/referral';

export const referral: Dict<typeof zh> = {
  follow: 'Follow',
  following: 'Following',
  volume: 'One PDF',
  continueDraft: 'Go on drafting',
  missingCase: 'No such case',
  missingCaseHelp: 'The number may be wrong, or your organ takes no part in this case and may not see it.',
  flowOnly: 'Your organ got the copy: you see the letter, states and clocks; the case file is not part of the copy.',
  custodyWith: 'With {{agency}}',
  copiedTo: 'copy to {{agency}}',
  notSentYet: 'not sent yet',
  unconfirmed: '{{n}} acts were taken down from your papers and wait for your word.',
  toTimeline: 'Confirm',
  noReceipt: 'No receipt: the time is presumed to run from the arrival.',
  next: {
    title: 'Next',
    by: 'to be done by {{agency}}',
    byMe: 'to be done by us',
    before: 'by {{due}}',
    done: 'Nothing to do',
    also: 'At the same time, {{agency}}: {{what}}',
    closed: 'This case is {{state}}.',
    nobody: 'No organ owes anything at the moment; a new act shows here at once.',
    others: 'Other possible steps',
    paper: 'Taken from a counterpart’s paper',
    paperHelp: 'When the counterpart does not work online yet, enter the paper you got from it. Clocks run from its date; it is marked as taken down, to be confirmed.',
    blocked: 'Not possible now, and why',
    blockedState: 'Steps of other stages',
    noneMine: 'Nothing for us to do now. When the counterpart acts, it shows here at once; under Communication you can remind it or record a call.',
    toDocuments: 'Make the letter',
    otherHand: 'Another function of your organ does this',
  },
  facts: {
    title: 'Facts', source: 'Source', facts: 'What happened', basis: 'Legal basis', threshold: 'Threshold and figure', disposal: 'Proposal', officer: 'Officer', phone: 'Phone',
    team: 'Case team', teamN: '{{n}} officers', actOn: 'Date of the act', foundOn: 'Found on', penalty: 'Penalty case', penaltyFiled: 'Penalty case opened', penaltyDecided: 'penalty decided',
    seizedOn: 'Seized since', registeredOn: 'Registered since', obvious: 'Obviously a crime; the police were told at once',
    enforcementView: 'Enforcement unit', legalView: 'Legal unit', headView: 'Head', track: 'Track', empty: 'No facts yet.',
    trackName: { ordinary: 'ordinary (3 days)', verify: 'to be verified (7 days)', complex: 'complex (30 days)' },
  },
  parties: {
    title: 'Parties and offences', name: 'Party', charge: 'Offence', state: 'State', decided: 'Decided', notified: 'Written notice', yes: 'notice given', no: 'no notice yet',
    kind: { enterprise: 'organisation', person: 'person', unknown: 'unknown' }, code: 'Credit code', idno: 'ID number', result: 'Result', none: 'No party yet.', unnamed: 'Unknown person',
  },
  items: {
    title: 'Items', name: 'Item', quantity: 'Quantity', place: 'Place', keeper: 'Keeper', form: 'Hand-over', seal: 'Seal', cost: 'Daily cost', payer: 'Payer', none: 'No items are registered.',
    forms: { moved: 'moved', kept: 'kept in place or by a keeper', disposed: 'disposed of already' }, notYet: 'not yet', daily: '{{yuan}} yuan a day',
  },
  handoffs: {
    title: 'Hand-overs', from: '{{from}} → {{to}}', state: { sent: 'delivered, to be signed for', signed: 'signed for', forwarded: 'forwarded', moved: 'moved', returned: 'returned', withdrawn: 'withdrawn' },
    sent: 'delivered {{at}}', signed: 'signed {{at}}', ended: 'ended {{at}}', reason: 'Reason: {{reason}}',
  },
  materials: {
    title: 'Materials', complete: '{{have}} of {{need}}', state: { missing: 'missing', asked: 'asked for', supplemented: 'supplemented', present: 'present', optional: 'optional' },
    generated: 'made by the hub', later: 'made with the letter', mandatory: 'mandatory', upload: 'Upload', addLine: 'Add a line without a file', drop: 'Drop files or a whole case folder here; they are sorted by name for you to confirm',
    pick: 'Choose files', pickFolder: 'Choose a folder', closed: 'The list is closed; after sending, materials come in by a supplement.', pages: '{{n}} pages', form: { original: 'original', copy: 'copy' },
    originalAt: 'original: {{where}}', digest: 'SHA-256', sm3: 'SM3', lies: 'The content does not fit the name (it is {{type}}): look before you open it', round: 'supplement {{n}}', remove: 'Take off the list', removeSure: 'Take “{{title}}” off the list? The file stays in the case.',
    edit: 'Change', name: 'Title', code: 'Kind', formLabel: 'Original or copy', pagesLabel: 'Pages', originalAtLabel: 'Where the original is', file: 'File', other: 'Other files of the case', none: 'Nothing', sortTitle: 'Confirm the kinds', sortHelp: '{{n}} files. The kinds are guessed from the names: check each, then upload.',
    unsure: 'Choose', unsureMark: 'unsure', start: 'Upload {{n}} files', noFile: 'no file (listed only)', downloadName: 'Download {{name}}', only: 'Missing only', basis: 'Basis {{basis}}',
  },
  upload: {
    hashing: 'computing the digest {{p}} %', sending: 'uploading {{p}} %', waiting: 'network down, goes on by itself', done: 'in the case', known: 'This file is in the case already; it is used', failed: 'Not uploaded', retry: 'Try again', cancel: 'Cancel', empty: 'The file is empty',
    progress: 'Progress of {{name}}', busy: 'Uploading. Leaving interrupts it; picking the same file again resumes it.',
  },
  documents: {
    title: 'Documents', issue: 'Make', preview: 'Preview', issued: 'made', sealed: 'sealed', void: 'void', needSeal: 'sealed version missing', seal: 'Attach sealed version', sealedFile: 'Sealed version', voidDo: 'Void', none: 'No document yet.',
    number: 'Document number', numberHint: 'Left empty, the hub numbers without gaps per organ, year and kind. If your office system gave a number, enter it.', issueTitle: 'Make “{{title}}”', issueDo: 'Make and number', issueHelp: 'Number and content are final then; to change it, void it and make it again.', voidTitle: 'Void “{{title}}” {{number}}', voidReason: 'Reason', voidHelp: 'The number is not used again; paper and reason stay in the record.',
    make: 'Documents you can make', desk: 'Working papers (for reading)', sealHelp: 'Print, seal, scan and upload; or upload the e-sealed PDF.', openNew: 'Open in a new window', failed: 'The document could not be made', digest: 'Digest', wait: 'Being made…', by: '{{agency}} · {{at}}', draftMark: 'draft, no number', notIssued: 'Cannot be made: {{reason}}',
  },
  clocks: {
    title: 'Clocks', mine: 'Our duties', theirs: 'Duties of others', rights: 'Rights', background: 'Clocks beside the case', ended: 'Ended', none: 'No clock runs at the moment.', explain: 'How it is computed', presumed: 'presumed', presumedHelp: 'No receipt was issued: runs from the arrival', provisional: 'provisional', provisionalHelp: 'The holidays are not published yet; it is recomputed when they are', flagged: 'second-hand', flaggedHelp: 'The text was checked in a reprint only', for: '{{name}} · {{offence}}', start: 'from {{at}}',
  },
  explain: {
    title: 'How the clock is computed', rule: 'Rule', says: 'Says', counting: 'Counting', trigger: 'Starts with', start: 'Start', raw: 'Raw end', due: 'Due', steps: 'Day by day', also: 'Another reading', stricter: 'stricter', limits: 'Figures', note: 'Note', onMiss: 'If missed', edition: 'edition', confidence: 'Checked', conf: { high: 'checked against the text', flagged: 'checked in a reprint', low: 'weak basis, starts no clock' }, noDue: 'No fixed period', paused: 'Paused; the end is computed when it resumes.', missing: 'The holidays of {{years}} are not published; weekends only.', off: 'Starts no clock by default',
  },
  timeline: {
    title: 'Course', none: 'Nothing in the record yet.', paper: 'taken down by the counterpart', waiting: 'to be confirmed', confirmed: 'confirmed', objected: 'objected to', late: 'late entry', recorder: 'taken down by {{agency}} on {{at}}', recorded: 'entered {{at}}', confirm: 'Confirm', object: 'Object', objection: 'Objection', objectHelp: 'The act and its clocks stand; both organs see the objection.', receipts: { delivered: 'delivered', signed: 'signed for', decided: 'decided', undeliverable: 'undeliverable', invalid: 'invalid receipt' }, group: '{{title}} ×{{n}}', groupMixed: '{{n}} preparations', houseShow: 'Show preparations',
    field: {
      document_no: 'Number', officer: 'Signed by', reason: 'Reason', text: 'Text', ground: 'Ground', track: 'Track', outcome: 'Outcome', missing: 'Missing', pages: 'Pages', to: 'To', copy_to: 'Copy', approved_on: 'Approved on', unable: 'Cannot be supplemented', late: 'Late', charges: 'About', paper: 'Paper', number: 'Number', name: 'Document', title: 'Title',
    },
    outcome: { convicted: 'convicted', exempted: 'exempted from punishment', acquitted: 'acquitted' }, paperDate: '{{number}} ({{date}})', scan: 'scan', record: 'Record and digests', recordHelp: 'Every step is an entry chained to the one before; a step that is changed, removed or swapped fails verification.', seq: 'No. {{n}}', receiptsTitle: 'Signed receipts', copyJws: 'copy the signed receipt',
  },
  remarks: {
    title: 'Communication', kind: { call: 'Phone record', reminder: 'Reminder', in_transit: 'Decided, papers on the way' }, help: { call: 'When, with whom, what was said: proof that somebody was told.', reminder: 'One polite line to the counterpart; it moves no clock.', in_transit: 'Tells that it is decided and the papers are on the way; it stops no clock.' }, to: 'Organ', text: 'Text', send: 'Record', none: 'Nothing yet.', add: 'Add', hint: { call: 'e.g. 09:20, told the officer on duty that the file arrives today', reminder: 'e.g. please issue the receipt today', in_transit: 'e.g. filed today, the notice comes by post' }, at: '{{agency}} · {{at}}', toWhom: '→ {{agency}}',
  },
  deliveries: { title: 'Proof of notice', none: 'No notice was sent yet.', channel: 'Channel', to: 'Organ', topic: 'Matter', state: 'Result', at: 'Time', proof: 'Proof', attempts: '{{n}} attempts' },
  print: 'Print',
};
