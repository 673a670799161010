import type { Dict } from '../dict';
import type { precheck as zh } from '../zh/precheck';

export const precheck: Dict<typeof zh> = {
  title: 'Pre-check before sending', lead: 'Materials of the law and the review of case files, line by line. Nothing is blocked here; what is marked statutory is asked for by its step.', print: 'Print the sheet', wait: 'Looking through the file…', none: 'No sheet is documented for this kind.',
  n: { missing: '{{n}} missing', judge: '{{n}} to judge', met: '{{n}} met' },
  state: { met: 'Met', missing: 'Missing', judge: 'To judge', not_applicable: 'Not applicable', later: 'After sending' },
  points: '{{n}} points', bonus: '{{n}} extra points', gate: 'Statutory', gateHelp: 'A step of the procedure asks for it too', flagged: 'Basis seen in a reprint only',
  nothingOpen: 'Nothing is missing and nothing waits for a judgement.', done: 'The other lines', todo: 'To do', answer: 'Judge', remarkDo: 'Add a remark', change: 'Change', remark: 'Remark', takeBack: 'Take back',
};
