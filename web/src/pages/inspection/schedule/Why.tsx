import type { Plan } from '../../../api/inspection';
import type { Schedule } from '../../../api/schedule';
import { Fold, Section } from '../../../components/Section';
import { useScheduleWords } from '../../../i18n/schedule';

const byId = (s: Schedule) => new Map(s.visits.map((v) => [v.id, v]));

/** Visits without a place: which rule stands against them, and who. */
export function Reasons({ s, p }: { s: Schedule; p: Plan }) {
  const w = useScheduleWords();
  const visits = byId(s);
  return (
    <Section title={`${w.why}（${s.reasons.length}）`}>
      <ul className="sched-why">{s.reasons.map((r) => (
        <li key={r.visit}>
          <strong>{visits.get(r.visit)?.name ?? w.visit(visits.get(r.visit)?.number ?? 0)}</strong>：{p.agencies.find((a) => a.agency === r.agency)?.short_name} {w.whyOf[r.code]}{r.competences.length > 0 && `（${r.competences.join('、')}）`}{r.half_days > 0 && <span className="quiet"> · {w.halfDays(r.half_days)}</span>}
          {r.officers.length > 0 && <div className="quiet">{r.officers.map((o) => `${o.number} ${w.kept[o.code]} ${w.halfDays(o.half_days)}`).join('；')}</div>}
        </li>
      ))}</ul>
    </Section>
  );
}

/** What is elsewhere than before, or with somebody else, and why. */
export function Moves({ s }: { s: Schedule }) {
  const w = useScheduleWords();
  const visits = byId(s);
  return (
    <div className="insp-note"><Fold title={w.moves} count={s.moves.length} open>
      <ul className="sched-why">{s.moves.map((m) => (
        <li key={m.visit}>
          <strong>{visits.get(m.visit)?.name ?? w.visit(visits.get(m.visit)?.number ?? 0)}</strong> <span className="num">{m.from_day}</span> {w.half[m.from_half]} → {m.to_day ? <><span className="num">{m.to_day}</span> {w.half[m.to_half ?? '']}</> : w.lost}
          {m.out.length > 0 && `；${w.out} ${m.out.join('、')}`}{m.in.length > 0 && `；${w.in} ${m.in.join('、')}`}
          <span className="quiet"> — {m.who.join('、')} {w.moveOf[m.code]}</span>
        </li>
      ))}</ul>
    </Fold></div>
  );
}
