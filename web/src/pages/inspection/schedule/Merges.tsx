import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { useRenewInspection, type Plan } from '../../../api/inspection';
import { decideMerge, proposeMerge, useMerges, type Visit } from '../../../api/schedule';
import { ProblemNote } from '../../../components/ProblemNote';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { useScheduleWords } from '../../../i18n/schedule';

/** Visits of other plans to the same enterprises, for the named planners alone. */
export function Merges({ p, visits }: { p: Plan; visits: Visit[] }) {
  const w = useScheduleWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const merges = useMerges(p.id, true).data;
  const [reason, setReason] = useState('');
  const [error, setError] = useState<unknown>();
  const mine = p.mine === p.initiator;
  const act = async (f: () => Promise<unknown>) => {
    setError(undefined);
    try {
      await f();
      void message.success(w.done);
      await renew();
    } catch (err) {
      setError(err);
    }
  };
  if (!merges || (merges.pairs.length === 0 && merges.proposals.length === 0)) return null;
  const name = (id: string) => visits.find((v) => v.id === id)?.name;
  return (
    <Section title={w.merge}>
      <p className="quiet">{w.mergeHelp(merges.window)}</p>
      {error !== undefined && <ProblemNote error={error} />}
      <ul className="sched-why">{merges.pairs.map((x) => (
        <li key={x.visit + x.other}>
          <strong>{name(x.visit) ?? w.visit(x.number)}</strong> <span className="num">{x.day}</span> · {x.other_title} <span className="num">{x.other_day}</span> {x.day && x.other_day ? x.days > 0 && w.days(x.days) : <span className="quiet">{w.noTime(x.days, x.most_days)}</span>}
          {mine && <Button size="small" onClick={() => void act(() => proposeMerge(p.id, x.visit, x.other))}>{w.propose}</Button>}
        </li>
      ))}</ul>
      {merges.proposals.length > 0 && <h3>{w.proposals}</h3>}
      <ul className="sched-why">{merges.proposals.map((m) => (
        <li key={m.id}>
          <strong>{name(m.goes) ?? name(m.stays)}</strong> {w.stays} <span className="num">{m.stays_day}</span> <Tag tone={m.state === 'accepted' ? 'green' : m.state === 'declined' ? 'red' : 'amber'}>{w.merges[m.state]}</Tag> <span className="quiet">{m.ours ? w.ours : w.theirs} {m.reason}</span>
          {m.mine && mine && (
            <div className="insp-acts">
              <Button size="small" type="primary" onClick={() => void act(() => decideMerge(p.id, { merge: m.id, accept: true }))}>{w.accept}</Button>
              <Input aria-label={w.reason} placeholder={w.reason} maxLength={300} value={reason} onChange={(e) => setReason(e.target.value)} style={{ maxWidth: 260 }} />
              <Button size="small" disabled={reason.trim().length < 2} onClick={() => void act(() => decideMerge(p.id, { merge: m.id, accept: false, reason: reason.trim() }))}>{w.decline}</Button>
            </div>
          )}
        </li>
      ))}</ul>
    </Section>
  );
}
