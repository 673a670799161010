import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { actOnProgramme, makeProgramme, type Programme, type ProgrammeBody } from '../../api/programmes';
import { problemOf } from '../../api/problem';
import { DateInput, Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { useProgrammeWords } from '../../i18n/programmes';

const long = ['scope', 'manner', 'items', 'share', 'subjects'] as const;

/** Content of a programme: a new one, or a draft written anew. */
export function ProgrammeForm({ old, onSaved, onCancel }: { old?: Programme; onSaved: (p: Programme) => void; onCancel?: React.ReactNode }) {
  const w = useProgrammeWords();
  const [v, setV] = useState<ProgrammeBody>(old ? { kind: old.kind, title: old.title, from: old.from, to: old.to, subjects: old.subjects, scope: old.scope, manner: old.manner, items: old.items, share: old.share, households: old.households, urgent: old.urgent } : { kind: 'annual', title: '', from: '', to: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (part: Partial<ProgrammeBody>) => setV((was) => ({ ...was, ...part }));
  const wrong = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const must = (ok: boolean) => (tried && !ok ? w.f.must : undefined);
  const save = async () => {
    setTried(true);
    if (v.title.trim().length < 2 || !v.from || !v.to) return;
    setBusy(true);
    setError(undefined);
    try {
      const body = { ...v, urgent: v.kind === 'special' && !!v.urgent };
      onSaved(old ? await actOnProgramme(old.id, 'change', { ...body, version: old.version }) : await makeProgramme(body));
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="insp-form">
        <Field label={w.f.kind}>{(f) => <Select {...f} style={{ width: '100%' }} disabled={!!old} value={v.kind} onChange={(kind) => set({ kind })} options={(['annual', 'monthly', 'special'] as const).map((x) => ({ value: x, label: w.kind[x] }))} />}</Field>
        <Field label={w.f.households} optional error={wrong.get('households')}>{(f) => <InputNumber {...f} style={{ width: '100%' }} min={0} max={1_000_000} value={v.households || null} onChange={(n) => set({ households: n ?? 0 })} />}</Field>
        <Field label={w.f.title} required wide error={wrong.get('title') ?? must(v.title.trim().length >= 2)}>{(f) => <Input {...f} value={v.title} maxLength={120} onChange={(e) => set({ title: e.target.value })} />}</Field>
        <Field label={w.f.from} required error={wrong.get('from') ?? must(v.from !== '')}>{(f) => <DateInput {...f} value={v.from} onChange={(from) => set({ from })} />}</Field>
        <Field label={w.f.to} required error={wrong.get('to') ?? must(v.to !== '')}>{(f) => <DateInput {...f} value={v.to} onChange={(to) => set({ to })} />}</Field>
        {long.map((x) => <Field key={x} label={w.f[x]} wide optional error={wrong.get(x)}>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 1, maxRows: 6 }} maxLength={2000} value={v[x] ?? ''} onChange={(e) => set({ [x]: e.target.value })} />}</Field>)}
        {v.kind === 'special' && <p className="field-wide"><Checkbox checked={!!v.urgent} onChange={(e) => set({ urgent: e.target.checked })}>{w.f.urgent}</Checkbox></p>}
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      <p className="insp-acts"><Button type="primary" loading={busy} onClick={() => void save()}>{w.f.save}</Button>{onCancel}</p>
    </>
  );
}
