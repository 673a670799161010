import './inspection.css';
import { App, Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { actOn, current, usePlan, useRenewInspection, type Plan } from '../../api/inspection';
import { problemOf } from '../../api/problem';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useInspectionWords } from '../../i18n/inspection';
import { Loaded } from '../admin/parts/Part';

/** The draw as a room watches it: hashes, commitments, one button, no name. */
export default function StagePage() {
  const { t } = useText();
  const w = useInspectionWords();
  const { id = '' } = useParams();
  const plan = usePlan(id);
  usePageTitle(w.stage);
  if (plan.isError && [404, 422].includes(problemOf(plan.error).status)) return <Empty title={t('notFound')} action={<p><Link to="/inspection">{w.title}</Link></p>} />;
  return <Loaded of={plan}>{(p) => <Stage p={p} />}</Loaded>;
}

function Stage({ p }: { p: Plan }) {
  const w = useInspectionWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState('');
  const [busy, setBusy] = useState('');
  const [error, setError] = useState<unknown>();
  const r = current(p);
  const step = !r ? 1 : r.state === 'frozen' ? 2 : 3;
  const act = async (name: string, body: object) => {
    setBusy(name);
    setError(undefined);
    try {
      await actOn(p.id, name, body);
      await renew();
    } catch (err) {
      setError(err);
    } finally {
      setBusy('');
    }
  };
  const full = () => { box.current?.requestFullscreen().catch(() => void message.warning(w.full)); };
  return (
    <div className="stage" ref={box}>
      <div className="page-head"><h1>{p.title}</h1><div className="page-extra"><Link to={`/inspection/plans/${p.id}`}><Button>{w.back}</Button></Link><Button icon={<Icon name="up" />} onClick={full}>{w.full}</Button></div></div>
      <p>{p.agencies.filter((a) => a.state === 'joined').map((a) => a.name).join('、')} · <span className="num">{p.from} – {p.to}</span></p>
      <div className="stage-steps">
        <div className={step === 1 ? 'stage-step on' : 'stage-step'}>
          <h2>{w.stepFreeze}</h2>
          {r ? <><p>{w.pool(r.objects, r.objects_out)}</p><p>{w.staff(r.officers, r.officers_out)}</p><p className="num quiet">{stamp(r.frozen_at)}</p></> : <p>{w.say.freeze}</p>}
          {p.actions.includes('freeze') && <Button type="primary" size="large" loading={busy === 'freeze'} onClick={() => void act('freeze', { mode: 'open' })}>{w.act.freeze}</Button>}
        </div>
        <div className={step === 2 ? 'stage-step on' : 'stage-step'}>
          <h2>{w.stepDraw}</h2>
          <p>{r?.mode === 'manual' ? w.trustManual : w.trustOpen}</p>
          {step === 2 && p.actions.includes('draw') && (
            <>
              <Input className="stage-room" size="large" value={room} maxLength={60} placeholder={w.room} aria-label={w.room} onChange={(e) => setRoom(e.target.value)} />{' '}
              <Button type="primary" size="large" loading={busy === 'draw'} onClick={() => void act('draw', room.trim() ? { room: room.trim() } : {})}>{w.act.draw}</Button>
            </>
          )}
        </div>
        <div className={step === 3 ? 'stage-step on' : 'stage-step'}>
          <h2>{w.stepAfter}</h2>
          {r?.drawn !== undefined ? <><p>{w.drawn(r.drawn)}</p><p>{p.state === 'published' ? w.state.published : w.sealed}</p><p className="num quiet">{r.drawn_at && stamp(r.drawn_at)}</p></> : <p className="quiet">{w.sealed}</p>}
        </div>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {r && (
        <>
          {([['terms', r.terms_hash], ['objects', r.objects_hash], ['officers', r.officers_hash], ['core', r.core]] as const).map(([name, value]) => value && (
            <div className="stage-box" key={name}><h2>{w.hash[name]}</h2><p className="stage-hash">{value}</p></div>
          ))}
          <div className="stage-box">
            <h2>{w.commitments}</h2>
            <ul>{p.agencies.filter((a) => a.state === 'joined').map((a) => <li key={a.agency}>{a.short_name} {a.revealed ? <Icon name="check" /> : null} <span className="mono">{a.committed ?? w.waiting}</span></li>)}</ul>
          </div>
        </>
      )}
      <div className="stage-box">
        <h2>{w.verify}</h2>
        <p>{w.verifyHelp}</p>
        <code className="insp-code">hub draw verify draw.json --key hub.key --checkpoint checkpoints</code>
        <p className="quiet">{w.verifyMore}</p>
      </div>
    </div>
  );
}
