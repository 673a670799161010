import type { Dict } from '../dict';
import type { login as zh } from '../zh/login';

export const login: Dict<typeof zh> = {
  title: 'Sign in',
  choose: 'Choose your agency. Its own identity service signs you in; the hub keeps no passwords.',
  last: 'Used last',
  others: 'Other agencies',
  filter: 'Find an agency by name',
  going: 'Going to the identity service of {{agency}}…',
  down: 'The identity service of {{agency}} cannot be reached.',
  downHelp: 'Other agencies are not affected. Try again later; if it is urgent, let a colleague who is signed in act first, or ask your agency’s administrator.',
  none: 'No agency is registered yet',
  noneHelp: 'The administrator has to run hub admin init first, to register agencies and identity services.',
  noMatch: 'No agency is called “{{q}}”.',
  failed: 'The list of agencies could not be read',
  notice: 'No state secrets in this system. Sign-ins, reads and acts are recorded.',
  returning: 'After signing in you come back to the page you wanted.',
};
