import { Button } from 'antd';
import type { Plan } from '../../../api/inspection';
import { later, monday, weekOf, type Visit } from '../../../api/schedule';
import { Icon } from '../../../components/icons';
import { useScheduleWords } from '../../../i18n/schedule';
import { Team } from './VisitTable';

interface Props { visits: Visit[]; week: string; p: Plan; onWeek: (monday: string) => void; onMove?: (v: Visit) => void }

/** A week: a column for each day, mornings above afternoons, a card for each visit. */
export function WeekGrid({ visits, week, p, onWeek, onMove }: Props) {
  const w = useScheduleWords();
  const on = visits.filter((v) => v.day && v.state !== 'cancelled');
  const days = weekOf(week, on);
  return (
    <>
      <div className="sched-week">
        <Button aria-label={w.earlier} title={w.earlier} disabled={week <= monday(p.from)} onClick={() => onWeek(later(week, -7))}>‹</Button>
        <strong className="num">{w.week(days[0]!, days.at(-1)!)}</strong>
        <Button aria-label={w.next} title={w.next} disabled={later(week, 7) > p.to} onClick={() => onWeek(later(week, 7))}>›</Button>
      </div>
      <div className="sched-grid" style={{ gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}>{days.map((day) => (
        <section key={day} className="sched-day" aria-label={day}>
          <h3><span className="num">{day.slice(5)}</span> {w.weekday[new Date(`${day}T00:00:00Z`).getUTCDay()]}</h3>
          {['am', 'pm'].map((half) => {
            const list = on.filter((v) => v.day === day && v.half === half);
            return (
              <div key={half} className="sched-half">
                <h4>{w.half[half]}</h4>
                {list.length === 0 && <p className="quiet sched-free">{w.free}</p>}
                {list.map((v) => (
                  <article key={v.id} className={`sched-card sched-${v.state}`}>
                    <p className="sched-name"><span className="num quiet">{v.number}</span> {v.name || w.visit(v.number)}</p>
                    <p className="quiet">{v.district}{v.state !== 'planned' && ` · ${w.state[v.state]}`}</p>
                    <div className="sched-team"><Team v={v} p={p} /></div>
                    {onMove && ['planned', 'announced'].includes(v.state) && <Button size="small" type="text" icon={<Icon name="calendar" />} onClick={() => onMove(v)}>{w.move}</Button>}
                  </article>
                ))}
              </div>
            );
          })}
        </section>
      ))}</div>
    </>
  );
}
