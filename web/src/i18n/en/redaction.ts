export const redaction = {
  title: 'Destroying content', help: 'Classified content that slipped into the case is destroyed on the order of one person by another; digest and record remain.', order: 'Order destruction', carry: 'Carry out', refuse: 'Take back', none: 'Nothing was ordered to be destroyed.',
  state: { ordered: 'waits for a second person', carried_out: 'carried out', refused: 'taken back' }, by: '{{agency}} {{name}} · {{at}}', size: '{{places}} places, {{values}} values of the record', mine: 'You ordered it: somebody else carries it out', left: '{{n}} files are still being removed from disk',
  find: 'Find', phrase: 'The words (compared, kept nowhere)', phraseHint: 'Empty lists all that the case holds', places: 'What is to go', found: 'Nothing found', reason: 'Reason', reasonHint: 'Without the content itself', spread: 'Other entries, earlier drafts and papers that repeat it go with it; the order lists them.',
  sure: 'Destroy it? It cannot be brought back.', kind: { text: 'Facts', event: 'Record', evidence: 'File', document: 'Document' },
  copies: 'Copies to be destroyed elsewhere ({{done}} / {{all}})', copy: { backup: 'Backup: {{name}}', database: 'Files of the database and archived logs', case: 'Linked case {{name}}', organ: 'Downloads and prints held by {{name}}' }, tick: 'Tick off', note: 'By whom, when and how', destroyed: 'Content destroyed',
};
