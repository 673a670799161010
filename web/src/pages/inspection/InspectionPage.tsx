import '../admin/admin.css';
import './inspection.css';
import { Button } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { usePlans } from '../../api/inspection';
import { has, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useCalendarWords } from '../../i18n/calendar';
import { useInspectionWords } from '../../i18n/inspection';
import { useProgrammeWords } from '../../i18n/programmes';
import { useSiteWords } from '../../i18n/site';
import { Loaded } from '../admin/parts/Part';
import { Hygiene, Inspectors, Items, Objects } from './Libraries';
import { NewPlan } from './NewPlan';
import { Programmes } from './Programmes';

const tabs = ['plans', 'programmes', 'items', 'objects', 'inspectors', 'hygiene'] as const;

/** Joint inspections: plans, and what they are drawn from. */
export default function InspectionPage() {
  const { t } = useText();
  const w = useInspectionWords();
  const wp = useProgrammeWords();
  const site = useSiteWords();
  const calendar = useCalendarWords();
  const me = useMe().data;
  const [params] = useSearchParams();
  const tab = params.get('tab') ?? 'plans';
  const plans = usePlans();
  usePageTitle(w.title);
  if (plans.isError && problemOf(plans.error).status === 403) return <Empty title={w.noAccess} action={<p><Link to="/me">{t('me')}</Link></p>}>{w.noAccessHelp}</Empty>;
  const edits = has(me, 'handler', 'head', 'coordinator');
  return (
    <>
      <div className="page-head"><h1>{w.title}</h1></div>
      <p className="insp-lead quiet">{tab === 'programmes' ? wp.lead : w.lead}</p>
      <nav className="insp-tabs" aria-label={w.title}>{tabs.map((x) => <Link key={x} to={x === 'plans' ? '/inspection' : `/inspection?tab=${x}`} aria-current={x === tab ? 'page' : undefined}>{x === 'programmes' ? wp.tab : w.tabs[x]}</Link>)}<Link to="/inspection/checks">{site.checks}</Link><Link to="/inspection/calendar">{calendar.title}</Link></nav>
      {tab === 'programmes' && <Programmes edits={edits} />}
      {tab === 'items' && <Items edits={edits} />}
      {tab === 'objects' && <Objects edits={edits} />}
      {tab === 'inspectors' && <Inspectors edits={edits} />}
      {tab === 'hygiene' && <Hygiene />}
      {tab === 'new' && <NewPlan />}
      {tab === 'plans' && <Plans edits={edits} />}
    </>
  );
}

function Plans({ edits }: { edits: boolean }) {
  const w = useInspectionWords();
  const plans = usePlans();
  const add = edits && <Link to="/inspection?tab=new"><Button type="primary" icon={<Icon name="plus" />}>{w.newPlan}</Button></Link>;
  return (
    <Section title={w.tabs.plans} extra={add} flush>
      <Loaded of={plans}>{({ items }) => (items.length === 0 ? <Empty title={w.noPlans}>{w.noPlansHelp}</Empty> : (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.title}</th><th scope="col">{w.col.period}</th><th scope="col">{w.col.state}</th><th scope="col">{w.col.mine}</th></tr></thead>
          <tbody>{items.map((p) => (
            <tr key={p.id}>
              <td><Link to={`/inspection/plans/${p.id}`}>{p.title}</Link></td>
              <td data-label={w.col.period} className="num">{p.from} – {p.to}</td>
              <td data-label={w.col.state}><Tag tone={p.state === 'published' ? 'green' : p.state === 'cancelled' ? 'red' : p.state === 'open' ? 'grey' : 'blue'}>{w.state[p.state]}</Tag></td>
              <td data-label={w.col.mine}><Tag tone={p.mine === 'invited' ? 'amber' : 'grey'}>{w.mine[p.mine]}</Tag></td>
            </tr>
          ))}</tbody>
        </table>
      ))}</Loaded>
    </Section>
  );
}
