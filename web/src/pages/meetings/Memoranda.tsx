import { Button, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { endMemorandum, enterMemorandum, useMemoranda, useRenewMeetings, type Memorandum } from '../../api/meetings';
import { useAgencies } from '../../api/people';
import { DateInput } from '../../components/DateInput';
import { Empty } from '../../components/Empty';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { Loaded } from '../admin/parts/Part';
import { useOthers, useSend } from './NewMeeting';

/** The register of memoranda: parties, validity, the service levels they set. */
export function Memoranda({ convenes }: { convenes: boolean }) {
  const w = useMeetingWords();
  const [params, setParams] = useSearchParams();
  const list = useMemoranda();
  const organs = useAgencies().data?.items ?? [];
  const name = (id: string) => organs.find((a) => a.id === id)?.short_name ?? '';
  const [ending, setEnding] = useState<Memorandum>();
  const entering = params.get('new') === '1';
  return (
    <>
      {entering && <Enter onClose={() => setParams({ tab: 'memoranda' }, { replace: true })} />}
      <Section title={w.tabs.memoranda} extra={convenes && !entering && <Button icon={<Icon name="plus" />} onClick={() => setParams({ tab: 'memoranda', new: '1' })}>{w.enter}</Button>} flush>
        <Loaded of={list}>{({ items }) => (items.length === 0 ? <Empty title={w.noMemoranda} /> : (
          <table className="admin-table">
            <thead><tr><th scope="col">{w.col.title}</th><th scope="col">{w.col.members}</th><th scope="col">{w.col.valid}</th><th scope="col">{w.col.levels}</th></tr></thead>
            <tbody>{items.map((x) => (
              <tr key={x.id}>
                <td>{x.title}<div className="quiet num">{x.number} · {x.signed_on}</div></td>
                <td data-label={w.col.members}>{x.parties.map(name).join('、')}</td>
                <td data-label={w.col.valid}><Tag tone={x.in_force ? 'green' : 'grey'}>{x.in_force ? w.inForce : w.ended}</Tag> <span className="num">{x.from} – {x.ended_on || x.to || w.forever}</span>{x.end_reason && <div className="quiet">{x.end_reason}</div>}{x.mine && convenes && !x.ended_on && <div><Button size="small" onClick={() => setEnding(x)}>{w.end}</Button></div>}</td>
                <td data-label={w.col.levels}>{x.levels.map((l) => <div key={l.text}>{l.text} <span className="num">{l.n}</span> {w.unit[l.unit]}</div>)}</td>
              </tr>
            ))}</tbody>
          </table>
        ))}</Loaded>
      </Section>
      {ending && <End x={ending} onClose={() => setEnding(undefined)} />}
    </>
  );
}

function Enter({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const others = useOthers();
  const { busy, error, run, wrong } = useSend();
  const [v, setV] = useState({ number: '', title: '', signed_on: '', from: '', to: '', parties: [] as string[] });
  const [levels, setLevels] = useState<{ text: string; n: number; unit: 'hours' | 'days' | 'working_days' }[]>([]);
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const level = (i: number, part: Partial<(typeof levels)[number]>) => setLevels(levels.map((x, j) => (j === i ? { ...x, ...part } : x)));
  const save = () => void run(async () => {
    const { from, to, number, ...rest } = v;
    await enterMemorandum({ ...rest, ...(number ? { number } : {}), ...(from ? { from } : {}), ...(to ? { to } : {}), levels: levels.filter((x) => x.text.trim().length >= 2) });
    await renew();
    onClose();
  });
  return (
    <Section title={w.enter}>
      <div className="meet-form">
        <Field label={w.col.title} required wide error={wrong.get('title')}>{(f) => <Input {...f} value={v.title} maxLength={120} onChange={(e) => set({ title: e.target.value })} />}</Field>
        <Field label={w.col.number} optional>{(f) => <Input {...f} value={v.number} maxLength={60} onChange={(e) => set({ number: e.target.value })} />}</Field>
        <Field label={w.signedOn} required error={wrong.get('signed_on')}>{(f) => <DateInput {...f} value={v.signed_on} onChange={(signed_on) => set({ signed_on })} />}</Field>
        <Field label={w.validFrom} optional>{(f) => <DateInput {...f} value={v.from} onChange={(from) => set({ from })} />}</Field>
        <Field label={w.validTo} error={wrong.get('to')}>{(f) => <DateInput {...f} value={v.to} onChange={(to) => set({ to })} />}</Field>
        <Field label={w.col.members} required wide error={wrong.get('parties')}>{(f) => <Select {...f} mode="multiple" style={{ width: '100%' }} optionFilterProp="label" value={v.parties} onChange={(parties: string[]) => set({ parties })} options={others} />}</Field>
      </div>
      {levels.map((x, i) => (
        <div key={i} className="meet-level">
          <Input aria-label={w.level} placeholder={w.level} maxLength={200} value={x.text} onChange={(e) => level(i, { text: e.target.value })} />
          <InputNumber aria-label={w.col.levels} min={1} max={3650} value={x.n} onChange={(n) => level(i, { n: n ?? 1 })} />
          <Select aria-label={w.col.levels} value={x.unit} onChange={(unit) => level(i, { unit })} options={(['hours', 'days', 'working_days'] as const).map((u) => ({ value: u, label: w.unit[u] }))} />
        </div>
      ))}
      <p><Button size="small" onClick={() => setLevels([...levels, { text: '', n: 5, unit: 'working_days' }])}>{w.addLevel}</Button></p>
      <Note tone="grey">{w.internal}</Note>
      {error !== undefined && <ProblemNote error={error} />}
      <p className="meet-acts"><Button type="primary" loading={busy} disabled={v.title.trim().length < 2 || !v.signed_on || v.parties.length === 0} onClick={save}>{w.save}</Button><Button onClick={onClose}>{t('cancel')}</Button></p>
    </Section>
  );
}

function End({ x, onClose }: { x: Memorandum; onClose: () => void }) {
  const { t } = useText();
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const [on, setOn] = useState('');
  const [reason, setReason] = useState('');
  const submit = () => void run(async () => { await endMemorandum(x.id, { on, reason: reason.trim() }); await renew(); onClose(); });
  return (
    <Modal open title={w.end} className="meet-dialog" onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={!on || reason.trim().length < 2} onClick={submit}>{w.do}</Button></>}>
      <p>{x.title}</p>
      <Field label={w.validTo.replace(/[（(].*/, '')} required>{(f) => <DateInput {...f} value={on} onChange={setOn} />}</Field>
      <Field label={w.reason} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
