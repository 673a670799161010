import '../admin/admin.css';
import './meetings.css';
import { Button, Checkbox, Segmented } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useMeetings, useSeries, useTasks, type Task } from '../../api/meetings';
import { has, useAgencies, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { Section } from '../../components/Section';
import { usePageTitle } from '../../components/shell/title';
import { Tag, type Tone } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { Loaded } from '../admin/parts/Part';
import { Bulletin } from './Bulletin';
import { Desk } from './Desk';
import { Memoranda } from './Memoranda';
import { NewMeeting, NewSeries } from './NewMeeting';
import { Promises } from './Promises';
import { Quality } from './Quality';
import { ResolutionLight, ResolutionSteps } from './Resolutions';

const tabs = ['desk', 'meetings', 'tasks', 'promises', 'bulletin', 'quality', 'series', 'memoranda'] as const;

export const stateTone: Record<string, Tone> = { draft: 'grey', called: 'blue', held: 'blue', minuted: 'amber', countersigned: 'green', closed: 'green', cancelled: 'red' };
export const replyTone: Record<string, Tone> = { none: 'amber', accepted: 'green', declined: 'red', tentative: 'amber' };

/** Joint meetings of my agency, and what they resolved. */
export default function MeetingsPage() {
  const { t } = useText();
  const w = useMeetingWords();
  const me = useMe().data;
  const [params] = useSearchParams();
  const first = has(me, 'coordinator') ? 'desk' : 'meetings'; // who calls meetings begins at the desk
  const tab = params.get('tab') ?? first;
  const meetings = useMeetings();
  usePageTitle(w.title);
  if (meetings.isError && problemOf(meetings.error).status === 403) return <Empty title={w.noAccess} action={<p><Link to="/me">{t('me')}</Link></p>} />;
  const convenes = has(me, 'head', 'coordinator');
  return (
    <>
      <div className="page-head"><h1>{w.title}</h1>{tab === 'desk' && convenes && <div className="page-extra"><Link to="/meetings?tab=new"><Button icon={<Icon name="plus" />}>{w.make}</Button></Link></div>}</div>
      <p className="meet-lead quiet">{w.lead}</p>
      <nav className="meet-tabs" aria-label={w.title}>
        {tabs.filter((x) => x !== 'promises' && x !== 'desk' || convenes).map((x) => <Link key={x} to={x === first ? '/meetings' : `/meetings?tab=${x}`} aria-current={x === tab ? 'page' : undefined}>{w.tabs[x]}</Link>)}
        <Link to="/meeting-marks">{w.marks}</Link>
      </nav>
      {tab === 'desk' && convenes && <Desk />}
      {tab === 'meetings' && <List convenes={convenes} />}
      {tab === 'tasks' && <Tasks />}
      {tab === 'promises' && convenes && <Promises />}
      {tab === 'bulletin' && <Bulletin />}
      {tab === 'quality' && <Quality />}
      {tab === 'series' && <AllSeries convenes={convenes} />}
      {tab === 'memoranda' && <Memoranda convenes={convenes} />}
      {tab === 'new' && <NewMeeting />}
      {tab === 'found' && <NewSeries />}
    </>
  );
}

function List({ convenes }: { convenes: boolean }) {
  const w = useMeetingWords();
  const meetings = useMeetings();
  return (
    <Section title={w.tabs.meetings} extra={convenes && <Link to="/meetings?tab=new"><Button type="primary" icon={<Icon name="plus" />}>{w.make}</Button></Link>} flush>
      <Loaded of={meetings}>{({ items }) => (items.length === 0 ? <Empty title={w.none}>{w.noneHelp}</Empty> : (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.meeting}</th><th scope="col">{w.col.when}</th><th scope="col">{w.col.state}</th><th scope="col">{w.col.reply}</th></tr></thead>
          <tbody>{items.map((m) => (
            <tr key={m.id}>
              <td><Link to={`/meetings/${m.id}`}>{m.title}</Link><div className="quiet"><span className="num">{m.number}</span>{m.series && ` · ${m.series}`}</div></td>
              <td data-label={w.col.when}><span className="num">{stamp(m.from)}</span>{m.place && <div className="quiet">{m.place}</div>}</td>
              <td data-label={w.col.state}><Tag tone={stateTone[m.state]}>{w.state[m.state]}</Tag></td>
              <td data-label={w.col.reply}>{m.sign ? <Tag tone="amber">{w.act.countersign}</Tag> : m.state === 'called' && <Tag tone={replyTone[m.reply]}>{w.reply[m.reply]}</Tag>}</td>
            </tr>
          ))}</tbody>
        </table>
      ))}</Loaded>
    </Section>
  );
}

function Tasks() {
  const w = useMeetingWords();
  const [params, setParams] = useSearchParams();
  const all = params.get('all') === '1';
  const done = params.get('done') === '1';
  const tasks = useTasks(all, done);
  const go = (a: boolean, d: boolean) => setParams({ tab: 'tasks', ...(a ? { all: '1' } : {}), ...(d ? { done: '1' } : {}) }, { replace: true });
  return (
    <Section title={w.tabs.tasks} flush extra={<span className="meet-tools"><Segmented value={all ? 'all' : 'mine'} onChange={(v) => go(v === 'all', done)} options={[{ value: 'mine', label: w.mineOnly }, { value: 'all', label: w.everybody }]} /><Checkbox checked={done} onChange={(e) => go(all, e.target.checked)}>{w.withDone}</Checkbox></span>}>
      <Loaded of={tasks}>{({ items }) => (items.length === 0 ? <Empty title={w.noTasks} /> : (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.task}</th><th scope="col">{w.col.owner}</th><th scope="col">{w.col.due}</th><th scope="col">{w.col.state}</th></tr></thead>
          <tbody>{items.map((x) => <TaskRow key={x.id} x={x} />)}</tbody>
        </table>
      ))}</Loaded>
    </Section>
  );
}

function TaskRow({ x }: { x: Task }) {
  const w = useMeetingWords();
  return (
    <tr>
      <td>{x.text}<div className="quiet meet-from"><Link to={`/meetings/${x.meeting}`}>{x.meeting_title}</Link> <span className="num">{x.meeting_number}</span> · {x.convener_name}</div>{x.note && <div className="quiet">{x.note}</div>}</td>
      <td data-label={w.col.owner}>{x.owner_name}</td>
      <td data-label={w.col.due}><ResolutionLight r={x} /></td>
      <td data-label={w.col.state}>{w.promise[x.state]}<ResolutionSteps meeting={x.meeting} r={x} /></td>
    </tr>
  );
}

function AllSeries({ convenes }: { convenes: boolean }) {
  const w = useMeetingWords();
  const series = useSeries();
  const organs = useAgencies().data?.items ?? [];
  const name = (id: string) => organs.find((a) => a.id === id)?.short_name ?? '';
  return (
    <Section title={w.tabs.series} extra={convenes && <Link to="/meetings?tab=found"><Button icon={<Icon name="plus" />}>{w.found}</Button></Link>} flush>
      <Loaded of={series}>{({ items }) => (items.length === 0 ? <Empty title={w.noSeries} /> : (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.title}</th><th scope="col">{w.col.members}</th><th scope="col">{w.col.held}</th></tr></thead>
          <tbody>{items.map((s) => <tr key={s.id}><td>{s.title}<div className="quiet">{name(s.convener)} · {w.convener}</div></td><td data-label={w.col.members}>{s.members.map(name).join('、')}</td><td data-label={w.col.held} className="num">{s.held}</td></tr>)}</tbody>
        </table>
      ))}</Loaded>
    </Section>
  );
}
