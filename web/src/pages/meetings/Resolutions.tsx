import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { meet, nameIn, unresolve, useRenewMeetings, type Meeting, type Resolution } from '../../api/meetings';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag, type Tone } from '../../components/Tag';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { useSend } from './NewMeeting';

const tones: Record<string, Tone> = { red: 'red', amber: 'amber', green: 'green', none: 'grey' };
const shapes: Record<string, string> = { red: '■', amber: '▲', green: '●', none: '✓' };

/** How a promise stands: shape, colour and words; never the light of a period of the law. */
export function ResolutionLight({ r }: { r: Resolution }) {
  const w = useMeetingWords();
  return <span><Tag tone={tones[r.light]}>{shapes[r.light]} {r.light === 'none' ? w.promise[r.state] : w.left(r.days)}</Tag> <span className="num">{r.due_on}</span>{r.first_due !== r.due_on && <span className="quiet"> {w.wasDue(r.first_due)}</span>}</span>;
}

/** What my agency may do with a resolution now. */
export function ResolutionSteps({ meeting, r }: { meeting: string; r: Resolution }) {
  const { t } = useText();
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { message } = App.useApp();
  const { busy, error, run } = useSend();
  const [step, setStep] = useState<string>();
  const [text, setText] = useState('');
  const [due, setDue] = useState('');
  if (r.steps.length === 0) return null;
  const ready = (step === 'accept' || text.trim().length >= 2) && (step !== 'put_off' || due !== '');
  const submit = () => void run(async () => {
    await meet(meeting, `resolutions/${r.id}/act`, { step, text: text.trim(), ...(step === 'put_off' ? { due_on: due } : {}) });
    void message.success(w.done);
    await renew();
    setStep(undefined);
  });
  return (
    <span className="meet-steps">
      {r.steps.map((s) => <Button key={s} size="small" type={s === 'report' || s === 'accept' ? 'primary' : 'default'} onClick={() => { setText(''); setStep(s); }}>{w.step[s]}</Button>)}
      {step && (
        <Modal open title={w.step[step]} className="meet-dialog" onCancel={() => setStep(undefined)} maskClosable={false} footer={<><Button onClick={() => setStep(undefined)}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={!ready} onClick={submit}>{w.do}</Button></>}>
          <p>{r.text}</p>
          {r.report && step !== 'report' && <p className="quiet">{w.reportText}：{r.report}</p>}
          {step === 'put_off' && <Field label={w.dueOn} required>{(f) => <DateInput {...f} value={due} min={r.due_on} onChange={setDue} />}</Field>}
          <Field label={step === 'report' ? w.reportText : w.reason} required={step !== 'accept'} optional={step === 'accept'} wide>{(f) => <Input.TextArea {...f} rows={3} maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
          {error !== undefined && <ProblemNote error={error} titleOf={(a) => w.step[a]} />}
        </Modal>
      )}
    </span>
  );
}

/** What the meeting resolved: who does what until when. */
export function ResolutionsPart({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const edits = m.actions.includes('resolve');
  const urges = m.actions.includes('urge');
  return (
    <Section title={w.resolutions} flush id="resolutions">
      {m.resolutions.length === 0 && <p className="meet-pad quiet">{w.noResolutions}</p>}
      {m.resolutions.length > 0 && (
        <table className="admin-table">
          <thead><tr><th scope="col">{w.col.task}</th><th scope="col">{w.col.owner}</th><th scope="col">{w.col.due}</th><th scope="col">{w.col.state}</th></tr></thead>
          <tbody>{m.resolutions.map((r) => (
            <tr key={r.id}>
              <td>{r.number}. {r.text}{r.report && <div className="quiet">{w.reportText}：{r.report}</div>}{r.note && <div className="quiet">{w.reason}：{r.note}</div>}</td>
              <td data-label={w.col.owner}>{nameIn(m, r.owner)}</td>
              <td data-label={w.col.due}><ResolutionLight r={r} /></td>
              <td data-label={w.col.state}>{m.state === 'held' ? edits && <Button size="small" danger type="text" loading={busy} onClick={() => void run(async () => { await unresolve(m.id, r.id); await renew(); })}>{w.drop}</Button> : <>{w.promise[r.state]} <ResolutionSteps meeting={m.id} r={r} />{urges && r.light === 'red' && <Button size="small" loading={busy} onClick={() => void run(async () => { await meet(m.id, 'documents', { kind: 'meeting_urging', resolution: r.id }); await renew(); })}>{w.urge}</Button>}</>}</td>
            </tr>
          ))}</tbody>
        </table>
      )}
      {error !== undefined && <ProblemNote error={error} />}
      {edits && <AddResolution m={m} />}
    </Section>
  );
}

function AddResolution({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run, wrong } = useSend();
  const [v, setV] = useState({ text: '', owner: '', due_on: '' });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const add = () => void run(async () => {
    await meet(m.id, 'resolutions', { ...v, text: v.text.trim() });
    setV({ text: '', owner: '', due_on: '' });
    await renew();
  });
  return (
    <div className="meet-resolve">
      <Field label={w.what} required wide error={wrong.get('text')}>{(f) => <Input {...f} value={v.text} maxLength={500} onChange={(e) => set({ text: e.target.value })} />}</Field>
      <Field label={w.col.owner} required error={wrong.get('owner')}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.owner || undefined} onChange={(owner: string) => set({ owner })} options={m.agencies.map((a) => ({ value: a.agency, label: a.short_name }))} />}</Field>
      <Field label={w.dueOn} required error={wrong.get('due_on')}>{(f) => <DateInput {...f} value={v.due_on} onChange={(due_on) => set({ due_on })} />}</Field>
      {error !== undefined && <ProblemNote error={error} />}
      <p className="meet-acts"><Button loading={busy} disabled={v.text.trim().length < 2 || !v.owner || !v.due_on} onClick={add}>{w.addResolution}</Button></p>
    </div>
  );
}
