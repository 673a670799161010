import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Plan } from '../../../api/inspection';
import type { Schedule, Visit } from '../../../api/schedule';
import { Fold, Section } from '../../../components/Section';
import { useLimitWords } from '../../../i18n/limits';
import { useScheduleWords } from '../../../i18n/schedule';

const byId = (s: Schedule) => new Map(s.visits.map((v) => [v.id, v]));

/** Visits without a place: which rule stands against them, and who. Those that are arranged have theirs, and need somebody to act. */
export function Reasons({ s, p, onAllow }: { s: Schedule; p: Plan; onAllow?: (v: Visit, reason: string) => void }) {
  const w = useScheduleWords();
  const visits = byId(s);
  const parts = [{ title: w.held, list: s.reasons.filter((r) => r.code === 'arranged') }, { title: w.why, list: s.reasons.filter((r) => r.code !== 'arranged') }];
  return parts.filter((x) => x.list.length > 0).map((x) => (
    <Section key={x.title} title={`${x.title}（${x.list.length}）`}>
      <ul className="sched-why">{x.list.map((r) => (
        <li key={r.visit}>
          <strong>{visits.get(r.visit)?.name ?? w.visit(visits.get(r.visit)?.number ?? 0)}</strong>：{p.agencies.find((a) => a.agency === r.agency)?.short_name} {w.whyOf[r.code]}{r.competences.length > 0 && `（${r.competences.join('、')}）`}{r.half_days > 0 && <span className="quiet"> · {w.halfDays(r.half_days)}</span>}
          {r.code === 'frequency' && onAllow && visits.get(r.visit) && !visits.get(r.visit)?.over_cap && <Allow onAllow={(reason) => onAllow(visits.get(r.visit)!, reason)} />}
          {r.officers.length > 0 && <div className="quiet">{r.officers.map((o) => `${o.number} ${w.kept[o.code]} ${w.halfDays(o.half_days)}`).join('；')}</div>}
        </li>
      ))}</ul>
    </Section>
  ));
}

/** A head lets a visit lie above the yearly cap, with a reason. */
function Allow({ onAllow }: { onAllow: (reason: string) => void }) {
  const w = useLimitWords();
  const [reason, setReason] = useState('');
  return (
    <div className="insp-acts">
      <Input aria-label={w.over} placeholder={w.over} maxLength={300} value={reason} onChange={(e) => setReason(e.target.value)} style={{ maxWidth: 320 }} />
      <Button size="small" disabled={reason.trim().length < 2} onClick={() => onAllow(reason.trim())}>{w.allow}</Button>
    </div>
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
