import type { Dict } from '../dict';
import type { inbox as zh } from '../zh/inbox';

export const inbox: Dict<typeof zh> = {
  group: { mine: 'Inbox', direction: 'Exchange', more: 'More' },
  box: {
    signing: 'To approve today', todo: 'My turn', waiting: 'Waiting', closed: 'Closed', copied: 'Copied to us', watched: 'Followed', sent: 'Sent by us', received: 'Sent to us',
  },
  say: {
    signing: 'Referrals that wait for your approval', todo: 'Cases in which it is our turn, earliest deadline first', waiting: 'Cases in which another organ has to act', closed: 'Closed and void cases',
    copied: 'Cases of which we got the copy', watched: 'Cases you follow', sent: 'Cases we referred', received: 'Cases referred to us',
  },
  empty: {
    signing: 'Nothing waits for your approval. What a handler reports to you appears here; the days to decide run from that moment.',
    todo: 'It is nowhere our turn. When another organ has acted and we come next, the case appears here by itself.',
    waiting: 'No other organ is working on a case of ours. What was sent and waits for an answer is listed here.',
    closed: 'No case is closed yet.',
    copied: 'No case was copied to us.',
    watched: 'You follow no case yet. Open one and choose “Follow”, or select a line and press S.',
    sent: 'We have referred no case yet. “New referral” leads to a complete letter in three steps.',
    received: 'No case was referred to us yet.',
    search: 'Nothing matches “{{q}}”. Search by number, title, party, credit code or document number, two characters at least.',
    filtered: 'None of the loaded cases is of this kind.',
  },
  total: '{{n}} loaded',
  found: '{{n}} found',
  searchTitle: 'Search “{{q}}”',
  clear: 'Clear search',
  filter: 'Filter',
  all: 'All',
  col: { due: 'Deadline', matter: 'Matter', route: 'From → to', state: 'State', next: 'Next', sent: 'Sent', updated: 'Updated' },
  notSent: 'not sent',
  mine: 'my turn',
  nextBy: '{{agency}}: ',
  watchedNow: 'Following {{number}}',
  unwatched: 'No longer following {{number}}',
  keys: 'J / K to move, Enter to open, S to follow, / to search',
  noCases: 'Operators do not read cases',
  noCasesHelp: 'Duties are kept apart: an operator looks after organs, identities and machines.',
  overdue: '{{n}} overdue',
  unread: '{{n}} unread notices',
  dashNone: '—',
};
