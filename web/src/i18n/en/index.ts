import { acts } from './acts';
import { admin } from './admin';
import { common } from './common';
import { draft } from './draft';
import { hooks } from './hooks';
import { inbox } from './inbox';
import { lead } from './lead';
import { login } from './login';
import { me } from './me';
import { meetings } from './meetings';
import { notices as notice } from './notices';
import { palette } from './palette';
import { party } from './party';
import { precheck } from './precheck';
import { reads } from './reads';
import { referral } from './referral';
import { rules } from './rules';

export const en = { ...common, acts, admin, draft, hooks, inbox, lead, login, meetings, mine: me, notice, palette, party, precheck, reads, referral, rules };
