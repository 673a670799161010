import { App, Button, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { actOnFinding, type Check, type Finding } from '../../../api/site';
import { DateInput, Field } from '../../../components/Field';
import { ProblemNote } from '../../../components/ProblemNote';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { now } from '../../../format/clock';
import { civilDay } from '../../../format/time';
import { useText } from '../../../i18n';
import { useSiteWords } from '../../../i18n/site';

/** What was found, who puts it right until when, and what became of it. */
export function FindingList({ c, onDone }: { c: Check; onDone: (c: Check) => void }) {
  const w = useSiteWords();
  const [at, setAt] = useState<{ f: Finding; step: 'rectified' | 'look' }>();
  const mine = c.findings.filter((f) => f.agency === c.mine);
  const overs = c.done_at && mine.some((f) => !f.case);
  return (
    <Section title={w.findings} extra={overs && <Link to={`/inspection/handover?${c.plan ? `plan=${c.plan}` : `check=${c.id}`}`}><Button size="small">{w.handOver}</Button></Link>} flush>
      <ul className="site-findings">{c.findings.map((f) => (
        <li key={f.id}>
          <p><span className="quiet">{c.agencies.find((a) => a.id === f.agency)?.short_name} {f.number}</span> {f.text} <FindingTag f={f} /></p>
          <p className="quiet">{f.owner} · <span className="num">{f.due}</span>{f.item_title && ` · ${f.item_title}`}</p>
          {f.state === 'rectified' && <Looked f={f} />}
          {f.rectified && <p className="quiet">{w.findingState.rectified} <span className="num">{f.rectified_on}</span> {f.rectified}</p>}
          {f.state !== 'rectified' && <Looked f={f} />}
          {c.done_at && f.agency === c.mine && !f.case && f.state !== 'confirmed' && <Button size="small" onClick={() => setAt({ f, step: f.state === 'open' ? 'rectified' : 'look' })}>{f.state === 'open' ? w.rectify : w.look}</Button>}
        </li>
      ))}</ul>
      {at && <FindingStep {...at} onClose={() => setAt(undefined)} onDone={onDone} />}
    </Section>
  );
}

/** The last second look with its outcome; what waits for another one was not right at this one. */
function Looked({ f }: { f: Finding }) {
  const w = useSiteWords();
  if (!f.looked) return null;
  return <p className="quiet">{w.look} <span className="num">{f.looked_on}</span> {f.state === 'confirmed' ? w.right : w.notRight} · {f.looked}</p>;
}

export function FindingTag({ f }: { f: Finding }) {
  const w = useSiteWords();
  return <><Tag tone={f.state === 'open' ? 'amber' : 'green'}>{w.findingState[f.state]}</Tag>{f.case && <> <Link to={`/referrals/${f.case}`} className="mono">{f.case_number || w.referred}</Link></>}</>;
}

function FindingStep({ f, step, onClose, onDone }: { f: Finding; step: 'rectified' | 'look'; onClose: () => void; onDone: (c: Check) => void }) {
  const { t } = useText();
  const w = useSiteWords();
  const { message } = App.useApp();
  const [v, setV] = useState({ on: civilDay(now()), note: '', right: true, due: '' });
  const again = step === 'look' && !v.right;
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      onDone(await actOnFinding(f.id, step, { on: v.on, note: v.note.trim(), ...(step === 'look' ? { right: v.right } : {}), ...(again ? { due: v.due } : {}) }));
      void message.success(w.done);
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={step === 'look' ? w.look : w.rectify} className="insp-dialog" maskClosable={false} onCancel={onClose} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={v.note.trim().length < 2 || !v.on || (again && !v.due)} onClick={() => void save()}>{w.confirm}</Button></>}>
      <p>{f.text}</p>
      {step === 'look' && <Segmented block value={v.right ? 'yes' : 'no'} onChange={(x) => setV({ ...v, right: x === 'yes' })} options={[{ value: 'yes', label: w.right }, { value: 'no', label: w.notRight }]} />}
      <Field label={w.on} required>{(a) => <DateInput {...a} value={v.on} max={civilDay(now())} onChange={(on) => setV({ ...v, on })} />}</Field>
      {again && <Field label={w.newDue} required hint={w.newDueHint}>{(a) => <DateInput {...a} value={v.due} min={v.on} onChange={(due) => setV({ ...v, due })} />}</Field>}
      <Field label={w.what} required wide>{(a) => <Input.TextArea {...a} rows={2} maxLength={300} value={v.note} onChange={(e) => setV({ ...v, note: e.target.value })} />}</Field>
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
