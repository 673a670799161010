import '../../admin/admin.css';
import '../inspection.css';
import './site.css';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { has, useMe } from '../../../api/people';
import { problemOf } from '../../../api/problem';
import { useChecks } from '../../../api/site';
import { Empty } from '../../../components/Empty';
import { Icon } from '../../../components/icons';
import { Section } from '../../../components/Section';
import { usePageTitle } from '../../../components/shell/title';
import { Tag } from '../../../components/Tag';
import { now } from '../../../format/clock';
import { civilDay } from '../../../format/time';
import { useText } from '../../../i18n';
import { useInspectionWords } from '../../../i18n/inspection';
import { useSiteWords } from '../../../i18n/site';
import { Loaded } from '../../admin/parts/Part';
import { tones } from './CheckPage';
import { NewCheck } from './NewCheck';

const shows = ['all', 'own', 'waits'] as const;

/** The visits of my agency: all, mine, and those that wait for approval. */
export default function ChecksPage() {
  const { t } = useText();
  const w = useSiteWords();
  const all = useInspectionWords();
  const me = useMe().data;
  const [params] = useSearchParams();
  const show = shows.find((x) => x === params.get('show')) ?? 'all';
  const after = params.get('after') ?? '';
  const plan = params.get('plan') ?? '';
  const list = useChecks({ ...(plan ? { plan } : {}), ...(show === 'all' ? {} : { show }), ...(after ? { after } : {}) });
  usePageTitle(w.title);
  if (list.isError && problemOf(list.error).status === 403) return <Empty title={w.noAccess} action={<p><Link to="/me">{t('me')}</Link></p>} />;
  const to = (x: string) => { const q = new URLSearchParams(params); q.delete('new'); q.delete('after'); q.set('show', x); return `/inspection/checks?${q.toString()}`; };
  const edits = has(me, 'handler', 'head', 'coordinator');
  const waiting = list.data?.waiting ?? 0;
  const page = (x: string) => { const q = new URLSearchParams(params); if (x) q.set('after', x); else q.delete('after'); return `/inspection/checks?${q.toString()}`; };
  return (
    <div className="site">
      <div className="page-head"><h1>{w.title}</h1><div className="page-extra"><Link to="/inspection">{all.title}</Link></div></div>
      <p className="insp-lead quiet">{w.lead}</p>
      <nav className="insp-tabs" aria-label={w.title}>{shows.map((x) => <Link key={x} to={to(x)} aria-current={x === show && !params.has('new') ? 'page' : undefined}>{w.show[x]}{x === 'waits' && waiting > 0 && ` ${waiting}`}</Link>)}</nav>
      {params.has('new') ? <NewCheck plan={params.get('plan') ?? ''} visit={params.get('visit') ?? ''} /> : (
        <Section title={w.show[show]} extra={edits && <Link to="/inspection/checks?new=1"><Button icon={<Icon name="plus" />}>{w.arrange}</Button></Link>} flush>
          <Loaded of={list}>{({ items: rows, next }) => {
            if (rows.length === 0) return <Empty title={w.none}>{w.noneHelp[show]}</Empty>;
            return (<>
              <table className="admin-table">
                <thead><tr><th scope="col">{w.col.object}</th><th scope="col">{w.col.when}</th><th scope="col">{w.col.purpose}</th><th scope="col">{w.col.state}</th></tr></thead>
                <tbody>{rows.map((c) => (
                  <tr key={c.id}>
                    <td><Link to={`/inspection/checks/${c.id}`}>{c.sealed ? w.sealed : c.name}</Link><div className="admin-sub mono">{c.number}</div></td>
                    <td data-label={w.col.when} className="num">{c.day === civilDay(now()) ? w.today : c.day} {w.half[c.half]}</td>
                    <td data-label={w.col.purpose}>{c.purpose}</td>
                    <td data-label={w.col.state}><Tag tone={tones[c.state]}>{w.state[c.state]}</Tag> {c.waits && <Tag tone="amber">{w.waits}</Tag>} {c.urgent && <Tag tone="red">{w.urgent}</Tag>} {c.state === 'done' && c.publish_by && <span className="quiet">{w.publishBy(c.publish_by)}</span>}</td>
                  </tr>
                ))}</tbody>
              </table>
              {(after || next) && <div className="admin-foot">{after && <Link to={page('')}><Button>{w.firstPage}</Button></Link>}{next && <Link to={page(next)}><Button>{w.nextPage}</Button></Link>}</div>}
            </>);
          }}</Loaded>
        </Section>
      )}
    </div>
  );
}
