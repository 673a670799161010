import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { archiveQuery, handOverArchive, supplementArchive, type Archive, type Volume } from '../../api/archive';
import { DateInput, Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { UploadButton } from '../../components/UploadButton';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useArchiveWords } from '../../i18n/archive';
import { Pieces } from './Pieces';

interface Props { id: string; a: Archive; onDone: (a: Archive, said: string) => void }

/** What both sides counted, and who took it: the first handing over, or a supplement. */
export function Handover({ id, a, onDone }: Props) {
  const w = useArchiveWords();
  const cache = useQueryClient();
  const more = a.state === 'handed_over';
  const [main, setMain] = useState<number | null>(null);
  const [side, setSide] = useState<number | null>(null);
  const [to, setTo] = useState('');
  const [on, setOn] = useState(civilDay(now()));
  const [reason, setReason] = useState('');
  const [choice, setChoice] = useState<Map<string, Volume>>(new Map());
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const ready = main !== null && side !== null && to.trim() !== '' && on !== '' && (!more || reason.trim() !== '' && a.new.length > 0);
  const run = async () => {
    setBusy(true);
    setError(undefined);
    const body = { version: a.version, main: main ?? 0, side: side ?? 0, received_by: to.trim(), on };
    try {
      onDone(more
        ? await supplementArchive(id, { ...body, reason: reason.trim(), pieces: a.new.map((p) => ({ id: p.id, volume: choice.get(p.id) ?? p.volume })) })
        : await handOverArchive(id, body), more ? w.supplemented : w.handed);
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={more ? w.fresh : w.hand} flush>
      {more && a.new.length > 0 && <Pieces id={id} pieces={a.new} frozen={false} choice={choice} onChoose={(p, v) => setChoice(new Map(choice).set(p, v))} />}
      {more && (
        <div className="section-body">
          <p className="quiet">{w.freshHelp}</p>
          <UploadButton small referral={{ id, evidence: [] }} label={w.add} onDone={() => void cache.invalidateQueries({ queryKey: archiveQuery(id).queryKey })} />
        </div>
      )}
      {(!more || a.new.length > 0) && (
        <div className="section-body">
          {!more && <p className="quiet">{w.handHelp}</p>}
          {error !== undefined && <ProblemNote error={error} />}
          <div className="form">
            <Field label={w.mainCount} required>{(f) => <InputNumber {...f} min={0} precision={0} value={main} onChange={setMain} />}</Field>
            <Field label={w.sideCount} required>{(f) => <InputNumber {...f} min={0} precision={0} value={side} onChange={setSide} />}</Field>
            <Field label={w.received} required>{(f) => <Input {...f} maxLength={100} value={to} onChange={(e) => setTo(e.target.value)} />}</Field>
            <Field label={w.on} required>{(f) => <DateInput {...f} value={on} max={civilDay(now())} onChange={setOn} />}</Field>
            {more && <Field label={w.reason} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={1000} value={reason} onChange={(e) => setReason(e.target.value)} />}</Field>}
          </div>
          <p><Button type="primary" loading={busy} disabled={!ready} onClick={() => void run()}>{more ? w.supplement : w.handDo}</Button></p>
        </div>
      )}
    </Section>
  );
}
