import type { lead as zh } from '../zh/lead';
import type { Dict } from '../dict';

export const lead: Dict<typeof zh> = {
  title: 'Send a lead',
  say: 'Paste a message or photos, choose the receiver, send. It can become any formal referral later, without retyping.',
  text: 'What was found', textHint: 'Paste the chat message, the note of a call or the report as it is; photos and files can be pasted or dropped.',
  name: 'Title', nameHint: 'Made from the text; change it if you like', place: 'Place', found: 'Found on', to: 'Receiver', recent: 'Recently: ',
  files: 'Photos and files', add: 'Add photos or files', remove: 'Remove {{name}}', mask: 'Mask {{name}}', masked: 'masked', maskTip: 'Mask whoever reported it before you send.',
  noSecret: 'This holds no state secret', noSecretHelp: 'This is no classified system; secret contents go through the classified channel.',
  send: 'Send', sending: 'Sending…', sent: 'Sent to {{to}} as {{number}}', toFormal: 'Fill in the whole draft',
  looking: 'Looking through it…', step: { create: 'Begin the lead', file: 'Upload {{name}}', send: 'Send' },
  kept: 'The lead is kept as draft {{number}} and was not sent. What you typed is still here: mend it and send again.',
  seal: {
    title: 'Who reported it', found: '{{n}} places that may betray who reported it. What is ticked is sealed and not passed on:',
    none: 'No telephone or identity number, account or name of a reporter was found.', note: 'Anything else to seal', noteHint: 'Only your own organ opens it, for a reason, and that is recorded.',
    kind: { name: 'name', phone: 'phone', identity_no: 'identity number', account: 'account' }, result: 'What the receiver reads',
  },
  similar: { title: 'May have been reported already', help: 'Within seven days your organ has cases that name the same enterprise, code or place. If it is the same matter, it need not be sent again.', reason: { code: 'same code', enterprise: 'same enterprise', place: 'same place' }, merge: 'Handle together with this one', merged: 'Merged: {{title}}; each source is still owed its own feedback', mergeHelp: 'Merged leads are handled together; the duty to answer each source stays.', confirm: 'Is it the same matter? It will be handled together with this one.' },
  maskTitle: 'Mask a photo', maskHelp: 'Drag over faces, number plates, house numbers. The masked photo is sent; the original is not uploaded.', maskUndo: 'Undo the last one', maskDone: 'Use the masked photo', maskBad: 'This picture cannot be opened or masked.', maskArea: 'Photo; drag to mask',
  need: { text: 'Say what was found', name: 'The title needs two characters', to: 'Choose the receiver', secret: 'Confirm that it holds no state secret' },
  held: { title: 'Who reported it', sealed: 'Sealed ({{at}}): it stands in no case, paper, notice or search.', none: 'No data of a reporter is sealed.', open: 'Open, for a reason', pass: 'Pass on to an organ of the case', seal: 'Seal who reported it', reason: 'Reason', reasonHint: 'It goes into the record of the case: who looked, when and why.', to: 'To', passed: 'Passed on, and that organ was told.', shown: 'This look is recorded. After closing it takes a reason again.', account: 'Accounts, e-mail', note: 'Other', save: 'Seal', only: 'The head of your organ decides', basis: 'Environmental Protection Law Art. 57, Administrative Penalty Law Art. 50' },
};
