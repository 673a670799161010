import { acts } from './acts';
import { admin } from './admin';
import { common } from './common';
import { inbox } from './inbox';
import { login } from './login';
import { referral } from './referral';
import { rules } from './rules';

export const zh = { ...common, acts, admin, inbox, login, referral, rules };
