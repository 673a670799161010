import { lazy, Suspense } from 'react';
import { Link } from 'react-router';
import { $api } from '../../api/client';
import { useText } from '../../i18n';

const words = {
  zh: { title: '联席会议议定事项', all: '全部', left: (n: number) => (n < 0 ? `逾期 ${-n} 天` : n === 0 ? '今天到期' : `还剩 ${n} 天`), reported: '已报告，待确认' },
  en: { title: 'Resolutions of joint meetings', all: 'All', left: (n: number) => (n < 0 ? `${-n} days overdue` : n === 0 ? 'due today' : `${n} days left`), reported: 'reported, to be accepted' },
};
const shapes: Record<string, string> = { red: '■', amber: '▲', green: '●', none: '✓' };

const Strip = lazy(() => import('../desk/Strip'));

/** What stands beside the own cases: desks of other organs that I sign at, and what my organ owes of joint meetings. */
export default function Owed() {
  const desks = $api.useQuery('get', '/v1/referral-counts', {}, { retry: false }).data?.desks;
  return <>{desks !== undefined && <Suspense fallback={null}><Strip /></Suspense>}<Tasks /></>;
}

/** The most urgent first. A promise between organs, never a period of the law. */
function Tasks() {
  const { lang } = useText();
  const w = lang === 'en' ? words.en : words.zh;
  const tasks = $api.useQuery('get', '/v1/meeting-tasks', { params: { query: { limit: 3 } } }, { retry: false, staleTime: 60_000 }).data?.items ?? [];
  if (tasks.length === 0) return null;
  return (
    <section className="section owed" aria-label={w.title}>
      <ul>{tasks.map((x) => (
        <li key={x.id}>
          <span className={`owed-${x.light}`}>{shapes[x.light]} {x.state === 'reported' ? w.reported : w.left(x.days)}</span>
          <Link to={`/meetings/${x.meeting}#resolutions`}>{x.text}</Link>
          <span className="quiet num">{x.due_on} · {x.meeting_number}</span>
        </li>
      ))}</ul>
      <Link to="/meetings?tab=tasks">{w.title} · {w.all}</Link>
    </section>
  );
}
