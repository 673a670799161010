import type { Dict } from '../dict';
import type { meetings as zh } from '../zh/meetings';

export const meetings: Dict<typeof zh> = {
  nav: 'Joint meetings',
  title: 'Joint meeting', lead: 'What organs put on the next joint meeting, from their cases.', open: 'Open', all: 'All', none: 'Nothing is on the list.', noneHelp: 'Cases are put there from “Overdue on the other side” or “Communication” of a case.',
  case: 'Case', silent: 'What did not come', reason: 'Reason', by: 'Put there by', days: '{{n}} days late', came: 'has come', notLate: 'nothing overdue', off: 'Taken off {{at}}: ',
};
