import type { Dict } from '../dict';
import type { me as zh } from '../zh/me';

export const me: Dict<typeof zh> = {
  profile: 'Who you are', fromIssuer: 'Name, title and functions come from the identity provider of your organ; ask its administrator for changes.', name: 'Name', title: 'Title', agency: 'Organ', functions: 'Functions', issuer: 'Login', noFunctions: 'No function', lastFresh: 'Last confirmed login',
  duty: { title: 'Record of duties done', say: 'Everything the law asked of your organ in a period: article, limit, when it was done, proof and result. It is made from the record; what is late and undone stands in it too.', from: 'From', to: 'To', make: 'Make the PDF', order: 'The period ends before it begins', future: 'The period may not lie in the future' },
  contact: 'Language and how to reach you', lang: 'Language', langHint: 'Of pages and notices', email: 'E-mail', emailHint: 'Notices give the number and the deadline, never the facts of a case', phone: 'Mobile', phoneHint: 'For text messages and duty', zh: '中文', en: 'English',
  stale: 'Your details were changed elsewhere just now', staleHelp: 'The latest version is loaded and what you typed is still here. Check it and save again.',
  notices: 'Notices', noticesHelp: 'Choose how each kind of notice reaches you. Statutory deadlines keep at least one way that does.', topic: 'Notices about', channel: { inapp: 'In the hub', email: 'E-mail', sms: 'SMS' }, cell: '{{topic}}: {{channel}}', statutory: 'statutory', noEmail: 'You have no address on file', noPhone: 'You have no number on file', saved: 'Saved {{time}}',
  machine: 'A partner system has no personal settings', digest: 'What is not urgent comes as one digest on the morning of a working day; deadlines counted in hours are sent at once.',
  topics: { clock: 'statutory clocks', act: 'steps', record: 'paper records', remark: 'reminders', plan: 'joint plans' },
};
