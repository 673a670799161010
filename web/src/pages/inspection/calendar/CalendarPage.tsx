import '../../admin/admin.css';
import '../inspection.css';
import '../schedule/schedule.css';
import './calendar.css';
import { Button, Segmented, Select } from 'antd';
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { $api } from '../../../api/client';
import { usePlans } from '../../../api/inspection';
import { useAgencies, useMe } from '../../../api/people';
import { problemOf } from '../../../api/problem';
import { later, monday, type Visit } from '../../../api/schedule';
import { useAllChecks } from '../../../api/site';
import { Empty } from '../../../components/Empty';
import { Icon } from '../../../components/icons';
import { Section } from '../../../components/Section';
import { usePageTitle } from '../../../components/shell/title';
import { now } from '../../../format/clock';
import { civilDay } from '../../../format/time';
import { useText } from '../../../i18n';
import { useCalendarWords } from '../../../i18n/calendar';
import { useInspectionWords } from '../../../i18n/inspection';
import { useScheduleWords } from '../../../i18n/schedule';
import { useSiteWords } from '../../../i18n/site';
import { MoveVisit } from '../schedule/MoveVisit';
import { choices, entriesOf, monthDays, otherMonth, picked, type By, type Entry } from './entries';
import { Feeds } from './Feeds';

/** When who is where: a week or a month, by plan team, officer, agency or enterprise. */
export default function CalendarPage() {
  const { t } = useText();
  const w = useCalendarWords();
  const all = useInspectionWords();
  const [query, setQuery] = useSearchParams();
  const me = useMe().data;
  const agencies = useAgencies().data?.items ?? [];
  const plans = usePlans();
  const running = plans.data?.items.filter((p) => p.state === 'drawn' || p.state === 'published') ?? [];
  const schedules = useQueries({ queries: running.map((p) => ({ ...$api.queryOptions('get', '/v1/inspection/plans/{id}/schedule', { params: { path: { id: p.id } } }), retry: false })) });
  const checks = useAllChecks();
  const [moving, setMoving] = useState<{ v: Visit; day?: string; half?: 'am' | 'pm' }>();
  usePageTitle(w.title);
  if (plans.isError && problemOf(plans.error).status === 403) return <Empty title={all.noAccess} action={<p><Link to="/me">{t('me')}</Link></p>}>{all.noAccessHelp}</Empty>;
  const today = civilDay(now());
  const view = query.get('view') === 'month' ? 'month' : 'week';
  const by = (['plan', 'team', 'agency', 'enterprise'] as By[]).find((x) => x === query.get('by')) ?? 'agency';
  const pick = query.get('pick') ?? '';
  const at = query.get('at') ?? today;
  const set = (part: Record<string, string>) => setQuery((q) => { for (const [k, v] of Object.entries(part)) if (v) q.set(k, v); else q.delete(k); return q; }, { replace: true });
  const short = (id: string) => agencies.find((a) => a.id === id)?.short_name ?? '';
  const entries = entriesOf(running.map((p, i) => ({ id: p.id, title: p.title, state: p.state, schedule: schedules[i]?.data })), checks.data?.items ?? []);
  const shown = picked(entries, by, pick);
  const week = monday(at);
  const month = at.slice(0, 7);
  const days = view === 'week' ? [0, 1, 2, 3, 4, 5, 6].map((n) => later(week, n)).filter((d, n) => n < 5 || shown.some((e) => e.day === d)) : monthDays(month);
  const go = (n: number) => set({ at: view === 'week' ? later(week, 7 * n) : `${otherMonth(month, n)}-01` });
  const drop = (id: string, day: string, half: 'am' | 'pm') => {
    const v = entries.find((e) => e.id === id)?.visit;
    if (v && (v.day !== day || v.half !== half)) setMoving({ v, day, half });
  };
  return (
    <div className="cal">
      <div className="page-head"><h1>{w.title}</h1><div className="page-extra"><Link to="/inspection">{all.title}</Link></div></div>
      <p className="insp-lead quiet">{w.lead}</p>
      <Section title={view === 'week' ? `${days[0]} — ${days.at(-1)}` : w.monthOf(month.slice(0, 4), month.slice(5))} extra={<div className="sched-tools">
        <Button aria-label={w.earlier} onClick={() => go(-1)}>‹</Button><Button onClick={() => set({ at: '' })}>{w.today}</Button><Button aria-label={w.next} onClick={() => go(1)}>›</Button>
        <Segmented value={view} onChange={(v) => set({ view: v === 'month' ? 'month' : '' })} options={['week', 'month'].map((value) => ({ value, label: w.view[value] }))} />
        <Segmented value={by} onChange={(v) => set({ by: String(v), pick: '' })} options={['plan', 'agency', 'team', 'enterprise'].map((value) => ({ value, label: w.by[value] }))} />
        <Select className="cal-pick" aria-label={w.by[by]} showSearch optionFilterProp="label" value={pick} onChange={(v: string) => set({ pick: v })} options={[{ value: '', label: w.pick[by] }, ...choices(entries, by, short, (id) => running.find((p) => p.id === id)?.title ?? '')]} />
      </div>} flush>
        {shown.some((e) => e.visit) && view === 'week' && <p className="quiet cal-help">{w.drag}</p>}
        {view === 'week' ? <Week days={days} entries={shown} short={short} onDrop={drop} onMove={(v) => setMoving({ v })} /> : <Month days={days} month={month} entries={shown} onDay={(day) => set({ view: '', at: day })} />}
        {!shown.some((e) => days.includes(e.day)) && <p className="quiet cal-help">{w.none}</p>}
      </Section>
      <Feeds own={me?.agency.id ?? ''} plans={running} />
      {moving && <MoveVisit v={moving.v} day={moving.day} half={moving.half} onClose={() => setMoving(undefined)} />}
    </div>
  );
}

interface WeekProps { days: string[]; entries: Entry[]; short: (agency: string) => string; onDrop: (id: string, day: string, half: 'am' | 'pm') => void; onMove: (v: Visit) => void }

function Week({ days, entries, short, onDrop, onMove }: WeekProps) {
  const w = useScheduleWords();
  const [over, setOver] = useState('');
  return (
    <div className="sched-grid" style={{ gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}>{days.map((day) => (
      <section key={day} className="sched-day" aria-label={day}>
        <h3><span className="num">{day.slice(5)}</span> {w.weekday[new Date(`${day}T00:00:00Z`).getUTCDay()]}</h3>
        {(['am', 'pm'] as const).map((half) => {
          const list = entries.filter((e) => e.day === day && e.half === half);
          return (
            <div key={half} className={over === day + half ? 'sched-half cal-over' : 'sched-half'} onDragOver={(e) => { e.preventDefault(); setOver(day + half); }} onDragLeave={() => setOver('')} onDrop={(e) => { e.preventDefault(); setOver(''); onDrop(e.dataTransfer.getData('text/plain'), day, half); }}>
              <h4>{w.half[half]}</h4>
              {list.length === 0 && <p className="quiet sched-free">{w.free}</p>}
              {list.map((e) => <Card key={e.id} e={e} short={short} onMove={onMove} />)}
            </div>
          );
        })}
      </section>
    ))}</div>
  );
}

function Card({ e, short, onMove }: { e: Entry; short: (agency: string) => string; onMove: (v: Visit) => void }) {
  const w = useCalendarWords();
  const s = useScheduleWords();
  const site = useSiteWords();
  const name = e.name || (e.number > 0 ? w.sealed(e.number) : site.sealed);
  return (
    <article className={`sched-card sched-${e.state}`} draggable={e.visit !== undefined} onDragStart={(ev) => ev.dataTransfer.setData('text/plain', e.id)}>
      <p className="sched-name"><Link to={e.check ? `/inspection/checks/${e.check}` : `/inspection/plans/${e.plan}/schedule`}>{name}</Link></p>
      <p className="quiet">{e.district} {s.state[e.state] ?? site.state[e.state]} · {e.title}</p>
      <div className="sched-team">{e.agencies.map((a) => <div key={a}><span className="quiet">{short(a)}</span> {e.team.filter((m) => m.agency === a).map((m) => m.number).join('、')}</div>)}</div>
      {e.visit && <Button size="small" type="text" icon={<Icon name="calendar" />} onClick={() => onMove(e.visit!)}>{s.move}</Button>}
    </article>
  );
}

function Month({ days, month, entries, onDay }: { days: string[]; month: string; entries: Entry[]; onDay: (day: string) => void }) {
  const w = useCalendarWords();
  const s = useScheduleWords();
  return (
    <div className="cal-month">{days.map((day) => {
      const list = entries.filter((e) => e.day === day);
      return (
        <section key={day} aria-label={day} className={`cal-day${day.slice(0, 7) === month ? '' : ' cal-out'}${list.length === 0 ? ' cal-empty' : ''}`}>
          <h3 className="num">{day.slice(8)} <span className="quiet">{s.weekday[new Date(`${day}T00:00:00Z`).getUTCDay()]}</span></h3>
          <ul>{list.slice(0, 3).map((e) => <li key={e.id}>{s.half[e.half]} {e.name || w.sealed(e.number)}</li>)}</ul>
          {list.length > 0 && <Button size="small" type="link" onClick={() => onDay(day)}>{w.more(list.length)}</Button>}
        </section>
      );
    })}</div>
  );
}
