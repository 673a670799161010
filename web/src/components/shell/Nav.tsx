import { Link, NavLink, useLocation, useSearchParams } from 'react-router';
import { $api } from '../../api/client';
import { begins, breaksGlass, claims, has, supervises, useMe } from '../../api/people';
import type { Box } from '../../api/types';
import { useText } from '../../i18n';
import { Icon } from '../icons';
import { firstBox } from '../../pages/inbox/boxes';

/** Where the hub ends counting a box. */
const most = 1000;

/** The boxes of the inbox and the other pages; a head finds what waits for a signature first. */
export function Nav() {
  const { t, word } = useText();
  const me = useMe().data;
  const counts = $api.useQuery('get', '/v1/referral-counts', {}, { retry: false }).data;
  const { pathname } = useLocation();
  const [params] = useSearchParams();
  const current = pathname === '/' && !params.get('q') ? (params.get('box') ?? firstBox(me)) : '';
  const head = has(me, 'head');
  const reads = me ? !has(me, 'operator') : true;
  const mine: Box[] = [...(head ? ['signing' as const] : []), 'todo', 'mine', 'waiting', 'done', 'closed', 'supervised', 'copied', 'watched'];

  const box = (b: Box) => {
    const n = (counts as Partial<Record<Box, number>> | undefined)?.[b];
    return (
      <li key={b}>
        <Link to={`/?box=${b}`} className={current === b ? 'nav-on' : ''} aria-current={current === b ? 'page' : undefined}>
          <span>{word('inbox.box', b)}</span>
          {n !== undefined && n > 0 && <span className="nav-count num">{n < most ? n : `${most - 1}+`}</span>}
        </Link>
      </li>
    );
  };
  const page = (to: string, text: string, n = 0) => <li key={to}><NavLink to={to} className={({ isActive }) => (isActive ? 'nav-on' : '')}><span>{text}</span>{n > 0 && <span className="nav-count num">{n}</span>}</NavLink></li>;

  return (
    <nav className="nav" aria-label={t('menu')}>
      {begins(me) && reads && <NavLink to="/new" className="nav-new"><Icon name="plus" />{t('newReferral')}</NavLink>}
      {reads && <><h2>{t('inbox.group.mine')}</h2><ul>{mine.map(box)}</ul></>}
      {reads && <><h2>{t('inbox.group.direction')}</h2><ul>{(['sent', 'received'] as Box[]).map(box)}</ul></>}
      <h2>{t('inbox.group.more')}</h2>
      <ul>{supervises(me) && page('/supervision-leads', t('supervisionLeads'))}{page('/notices', t('notices'))}{reads && page('/meetings', t('meetings.nav'))}{page('/rules', t('rules.title'))}{reads && page('/inspection', t('inspection'))}{claims(me) && reads && page('/claims', t('claimRegister'))}{page('/items', t('items'))}{has(me, 'admin', 'auditor') ? page('/reads', t('reads.title'), counts?.glass) : breaksGlass(me) && page('/reads', t('reads.glass.title'), counts?.glass)}{has(me, 'admin', 'operator', 'auditor') && page('/admin', t('admin.title'))}{has(me, 'admin', 'auditor') && page('/interfaces', t('hooks.title'))}{page('/me', t('me'))}</ul>
    </nav>
  );
}
