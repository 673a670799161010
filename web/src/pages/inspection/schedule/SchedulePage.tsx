import '../../admin/admin.css';
import '../inspection.css';
import './schedule.css';
import { App, Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { usePlan, useRenewInspection, type Plan } from '../../../api/inspection';
import { problemOf } from '../../../api/problem';
import { allowVisit, announceVisit, makeSchedule, monday, planVisits, useSchedule, type Schedule, type Visit } from '../../../api/schedule';
import { Empty } from '../../../components/Empty';
import { Note } from '../../../components/Note';
import { ProblemNote } from '../../../components/ProblemNote';
import { Section } from '../../../components/Section';
import { usePageTitle } from '../../../components/shell/title';
import { useText } from '../../../i18n';
import { useInspectionWords } from '../../../i18n/inspection';
import { useScheduleWords } from '../../../i18n/schedule';
import { Loaded } from '../../admin/parts/Part';
import { Figures } from './Figures';
import { Merges } from './Merges';
import { MoveVisit } from './MoveVisit';
import { Settings } from './Settings';
import { VisitTable } from './VisitTable';
import { WeekGrid } from './WeekGrid';
import { Moves, Reasons } from './Why';

/** When and by whom the drawn enterprises are visited. */
export default function SchedulePage() {
  const { t } = useText();
  const w = useScheduleWords();
  const all = useInspectionWords();
  const { id = '' } = useParams();
  const plan = usePlan(id);
  const schedule = useSchedule(id);
  usePageTitle(w.title);
  if (plan.isError && [404, 422].includes(problemOf(plan.error).status)) return <Empty title={t('notFound')} action={<p><Link to="/inspection">{all.title}</Link></p>} />;
  return <Loaded of={plan}>{(p) => <Loaded of={schedule}>{(s) => <View p={p} s={s} />}</Loaded>}</Loaded>;
}

function View({ p, s }: { p: Plan; s: Schedule }) {
  const w = useScheduleWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const [query, setQuery] = useSearchParams();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [moving, setMoving] = useState<Visit>();
  const view = query.get('view') ?? (s.number > 0 ? 'week' : 'table');
  const agency = query.get('agency') ?? '';
  const first = s.visits.map((v) => v.day).filter(Boolean).sort()[0];
  const week = monday(query.get('week') ?? first ?? p.from);
  const set = (name: string, value: string) => setQuery((q) => { if (value) q.set(name, value); else q.delete(name); return q; }, { replace: true });
  const act = async (f: () => Promise<unknown>) => {
    setBusy(true);
    setError(undefined);
    try {
      await f();
      void message.success(w.done);
      await renew();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const knows = s.visits.some((v) => v.name);
  const mayPlan = p.mine === p.initiator && p.planner;
  const shown = s.visits.filter((v) => !agency || v.agencies.some((a) => a.agency === agency));
  return (
    <>
      <div className="page-head">
        <h1>{w.title}</h1>
        <div className="page-extra"><Link to={`/inspection/plans/${p.id}`}><Button>{w.back}</Button></Link></div>
      </div>
      <p className="insp-lead quiet">{p.title} · <span className="num">{p.from} – {p.to}</span></p>
      {error !== undefined && <div className="insp-note"><ProblemNote error={error} /></div>}
      {s.visits.length === 0 ? (
        <Empty title={w.none} action={<><p>{p.actions.includes('plan_visits') ? w.planHelp : w.noneHelp}</p>{p.actions.includes('plan_visits') && <Button type="primary" loading={busy} onClick={() => void act(() => planVisits(p.id))}>{w.plan}</Button>}</>} />
      ) : (
        <>
          {!knows && <div className="insp-note"><Note tone="blue">{mayPlan ? w.notOpened : w.sealed}</Note></div>}
          {mayPlan && knows && (
            <div className="insp-acts insp-lead">
              <Button type="primary" loading={busy} onClick={() => void act(() => makeSchedule(p.id))}>{s.number > 0 ? w.rerun : w.run}</Button>
              <span className="quiet sched-help">{s.number > 0 ? w.rerunHelp : w.never}</span>
            </div>
          )}
          <Figures s={s} />
          {s.reasons.length > 0 && <Reasons s={s} p={p} onAllow={p.actions.includes('redraw') ? (v, reason) => void act(() => allowVisit(v.id, v.version, reason)) : undefined} />}
          {s.moves.length > 0 && <Moves s={s} />}
          <Section flush title={w.title} extra={<div className="sched-tools">
            <Select aria-label={w.all} value={agency} onChange={(a: string) => set('agency', a)} options={[{ value: '', label: w.all }, ...p.agencies.filter((a) => a.state === 'joined').map((a) => ({ value: a.agency, label: a.short_name }))]} />
            <Segmented value={view} onChange={(v) => set('view', String(v))} options={['week', 'table'].map((value) => ({ value, label: w.view[value] }))} />
          </div>}>
            {view === 'week' ? <WeekGrid visits={shown} week={week} p={p} onWeek={(d) => set('week', d)} onMove={mayPlan && knows ? setMoving : undefined} /> : <VisitTable visits={shown} p={p} onMove={mayPlan && knows ? setMoving : undefined} onTold={mayPlan && knows ? (v) => void act(() => announceVisit(v.id, v.version)) : undefined} />}
          </Section>
          {p.planner && knows && p.state !== 'published' && <Merges p={p} visits={s.visits} />}
        </>
      )}
      {mayPlan && <Settings />}
      {moving && <MoveVisit v={moving} onClose={() => setMoving(undefined)} />}
    </>
  );
}
