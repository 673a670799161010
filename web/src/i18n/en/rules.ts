import type { Dict } from '../dict';
import type { rules as zh } from '../zh/rules';

export const rules: Dict<typeof zh> = {
  title: 'Rules', lead: 'Every deadline is computed by one of these rules, with its article, edition and how well the text was checked.', search: 'Find by name, article or id', all: 'All', withClock: 'With a period', gates: 'Preconditions and demands',
  count: '{{n}} rules', none: 'No rule matches.', col: { rule: 'Rule', period: 'Period', owes: 'Owed by', basis: 'Basis', confidence: 'Checked' }, region: 'Region {{code}}', from: 'from {{from}}', until: 'until {{to}}', everywhere: 'National',
  try: 'Try it', tryHelp: 'Give the day it starts and see the count day by day. A rule that counts hours needs the time.', start: 'Start', startTime: 'Start (Beijing time)', run: 'Compute', back: 'All rules', notFound: 'There is no such rule', conf: { high: 'checked', flagged: 'second-hand', low: 'weak', internal: 'internal' }, max: 'Working days beyond the published holidays: the answer names the missing year.',
};
