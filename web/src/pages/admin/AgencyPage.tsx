import './admin.css';
import { Skeleton } from 'antd';
import { lazy, Suspense, type ComponentType } from 'react';
import { Link, Navigate, useParams } from 'react-router';
import { has, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { SyntheticMark, Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useOrgan } from './data';
import { may, type AdminAgency, type Part } from './types';

const tabs = ['overview', 'people', 'units', 'presiding', 'leaves', 'duty', 'desks', 'login', 'clients', 'history'] as const;
type Tab = (typeof tabs)[number];

const parts: Record<Tab, ComponentType<Part>> = {
  overview: lazy(() => import('./parts/Overview')),
  people: lazy(() => import('./parts/People')),
  units: lazy(() => import('./parts/Units')),
  presiding: lazy(() => import('./parts/Presidings')),
  leaves: lazy(() => import('./parts/Leaves')),
  duty: lazy(() => import('./parts/Roster')),
  desks: lazy(() => import('./parts/Desks')),
  login: lazy(() => import('./parts/Issuers')),
  clients: lazy(() => import('./parts/Clients')),
  history: lazy(() => import('./parts/History')),
};

/** People are their own administrator's; whoever may not edit them may not see them either. */
const peopleTabs = new Set<Tab>(['people', 'units', 'presiding', 'leaves', 'duty', 'desks']);
const shown = (a: AdminAgency) => tabs.filter((x) => !peopleTabs.has(x) || may(a, 'user.edit'));

/** How many changes wait for a second person under a tab. */
const waiting = (a: AdminAgency, tab: Tab) => a.pending.filter((p) => tab === (p.kind === 'issuer' ? 'login' : 'clients')).length;

/** One organ; the part that is open is in the address. */
export default function AgencyPage() {
  const { t, word } = useText();
  const { agency = '', tab = 'overview' } = useParams();
  const me = useMe().data;
  const organ = useOrgan(agency);
  const a = organ.data;
  const current = tabs.find((x) => x === tab);
  usePageTitle(a ? `${a.short_name} · ${current ? t(`admin.tab.${current}`) : ''}` : t('admin.title'));

  if (organ.isError && [403, 404, 422].includes(problemOf(organ.error).status)) return <Empty title={t('admin.noAccess')} action={<p><Link to="/me">{t('me')}</Link></p>}>{t('admin.noAccessHelp')}</Empty>;
  if (organ.isError) return <ProblemNote error={organ.error} onRetry={() => void organ.refetch()} />;
  if (!a) return <div className="section section-body"><Skeleton active paragraph={{ rows: 6 }} /></div>;
  if (!current) return <Navigate to={`/admin/${agency}`} replace />;
  const PartOf = parts[current];
  return (
    <>
      <div className="page-head">
        <h1>{a.name}</h1>
        {a.synthetic && <SyntheticMark />}
        {a.closed_on && <Tag tone="grey">{t('admin.list.closed')} {a.closed_on}</Tag>}
        <span className="quiet">{word('sector', a.sector)} · {word('level', a.level)}</span>
        {has(me, 'operator') && <Link to="/admin">{t('admin.allAgencies')}</Link>}
      </div>
      <nav className="admin-tabs" aria-label={t('admin.tabs')}>
        {shown(a).map((x) => (
          <Link key={x} to={x === 'overview' ? `/admin/${a.id}` : `/admin/${a.id}/${x}`} className={x === current ? 'admin-tab-on' : ''} aria-current={x === current ? 'page' : undefined}>
            {t(`admin.tab.${x}`)}{waiting(a, x) > 0 && <Tag tone="amber">{t('admin.list.pending', { n: waiting(a, x) })}</Tag>}
          </Link>
        ))}
      </nav>
      {peopleTabs.has(current) && !may(a, 'user.edit')
        ? <div className="section"><Empty title={t('admin.deniedPeople')}>{t('admin.deniedPeopleHelp')}</Empty></div>
        : <Suspense fallback={<div className="section section-body"><Skeleton active paragraph={{ rows: 6 }} title={false} /></div>}><PartOf organ={a} /></Suspense>}
    </>
  );
}
