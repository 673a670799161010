import type { claim as zh } from '../zh/claim';
import type { Dict } from '../dict';

export const claim: Dict<typeof zh> = {
  title: 'Amount and performance', unit: 'yuan', sum: 'Together', assessed: 'Assessed', agreed: 'Agreed', paid: 'Performed', open: 'Still owed', arrears: '{{n}} yuan are overdue', none: 'No amount is recorded yet.',
  method: 'How it was assessed', methods: { comprehensive: 'Papers and reports together (simple)', experts: 'Experts (simple)', appraisal: 'Appraisal body' }, simpleUpTo: 'The simple track is for damage of up to {{max}} yuan; above it give the reason. Common practice, its text unverified.',
  damage_fen: 'Ecological damage', appraisal_fen: 'Appraisal and the like', emergency_fen: 'Emergency cost', assessment: 'Assessment', minutes: 'Minutes', agreement: 'Manner and time of performance',
  liability: 'Liability', liabilityHelp: 'Jointly: each owes the whole. By share: each owes a part, and the parts add up to the assessed amount.', joint: 'Jointly', byShare: 'By share', shareOf: 'Share of {{name}}',
  short: '{{n}} yuan short', over: '{{n}} yuan too much', plan: 'Instalments', planNone: 'None: performed at once.', planHelp: 'They add up to {{n}} yuan.', planDay: 'Day of instalment {{n}}', planWho: 'Who pays instalment {{n}}', planFen: 'Amount of instalment {{n}}', addPlan: 'Add an instalment', remove: 'Remove',
  present: 'Present', presentRole: 'Role of person {{n}}', presentName: 'Name of person or organ {{n}}', addPresent: 'Add one', roles: { obligor: 'Obligor', representative: 'Representative', adviser: 'Legal adviser', procuratorate: 'Procuratorate', expert: 'Expert', organ: 'Another organ', other: 'Other' },
  confirmTitle: 'Whether a court confirms is for both sides to decide', confirmHelp: 'An agreement that a court has confirmed is enforced on default. Without confirmation a default later on can only be sued upon.', told: 'Whoever owes was told what follows without confirmation', confirmed: 'Confirmed by a court', unconfirmed: 'Not confirmed: default has to be sued upon',
  party: 'Who performs', manner: 'Manner', manners: { treasury: 'Paid to the treasury', restoration: 'Restoration or a substitute', reimbursed: 'Appraisal or emergency cost paid' }, number: 'Number', day: 'Day', amount: 'Amount', who: 'Obligor', share: 'Share', payments: 'Performance', nothingPaid: 'Nothing was performed yet.',
  ground: 'Ground', exceptions: 'In these cases the claim starts all the same. Confirm for each that it does not apply:', denies: 'Not the case: {{what}}', told_pp: 'Procuratorate told', signed_pp: 'Procuratorate has signed', meetings: '{{n}} meetings',
  series: {
    begin: 'One claim for each party (series of {{n}})', begun: 'The series has {{n}} claims; they stand under “related cases”.', open: 'Handle the series together ({{n}})', title: 'Handle a series together', help: 'Each case is decided and recorded by itself; what one refuses keeps no other from going on.', step: 'Step', go: 'Do it in {{n}} cases', done: 'Done in {{n}} of {{all}} cases.',
    do: 'Begin them', basis: 'Why the claims start',
    steps: { report: 'Propose to start', approve: 'Start the claim', restore: 'Note progress', perform: 'Find it performed', close: 'Close' },
  },
  quick: {
    title: 'One sitting', go: 'Settle in one sitting', lead: 'Assess, consult, agree and pay in one sitting; all papers in one print job.', back: 'Back to the case', facts: '1. Facts and assessment', meeting: '2. Consultation', terms: '3. Agreement', confirm: '4. Judicial confirmation', pay: '5. Payment and closing',
    wantConfirm: 'Both sides apply for confirmation (prints the application as well)', payNumber: 'Number of the payment', payHint: 'If it is paid now, give its number; otherwise leave it empty and come back.', submit: 'Record and print the papers', finish: 'Record the payment and close', done: 'Closed.', notNow: 'This case cannot be settled in one sitting now. The head decides on the start first; once a notice was served, go on step by step on the page of the case.',
    each: 'With shares, record each payment on the page of the case.',
    print: 'Print all papers ({{n}})', printTitle: 'One print job', papers: 'Papers', made: 'Recorded up to: {{state}}', partly: 'The earlier steps are recorded and not lost; mend what is below and go on.', minutesHint: 'What whoever owes says of facts and amount, and offers; facts and assessed amount are not negotiable.', agreedHint: 'For example: paid at once; or replanting and by when.',
  },
};
