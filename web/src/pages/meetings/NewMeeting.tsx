import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { foundSeries, makeMeeting, useRenewMeetings, useSeries } from '../../api/meetings';
import { useAgencies, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { fromOffice } from '../../format/time';
import { useOtherHubWords } from '../../i18n/otherHub';
import { useMeetingWords } from '../../i18n/meeting';

/** 2026-03-09T15:30 of the office as an instant. */
export const officeInstant = (s: string) => fromOffice(s.slice(0, 10), s.slice(11, 16) || '09:00');

/** What runs while a form is sent: one at a time, and its refusal. */
export function useSend() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (f: () => Promise<void>) => {
    setBusy(true);
    setError(undefined);
    try {
      await f();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const wrong = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  return { busy, error, run, wrong };
}

/** The other agencies, to be chosen from. */
export function useOthers() {
  const me = useMe().data;
  const far = useOtherHubWords();
  return (useAgencies().data?.items ?? []).filter((a) => a.id !== me?.agency.id && !a.closed_on).map((a) => ({ value: a.id, label: a.hub ? `${a.name}（${far.mark(a.hub)}）` : a.name }));
}

/** A meeting to be prepared: nobody else sees it yet. */
export function NewMeeting() {
  const w = useMeetingWords();
  const go = useNavigate();
  const renew = useRenewMeetings();
  const series = useSeries().data?.items ?? [];
  const others = useOthers();
  const { busy, error, run, wrong } = useSend();
  const [tried, setTried] = useState(false);
  const [v, setV] = useState({ series: '', title: '', place: '', from: '', to: '', agencies: [] as string[] });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const must = (ok: boolean) => (tried && !ok ? w.must : undefined);
  const pick = (id: string) => {
    const s = series.find((x) => x.id === id);
    set({ series: id, ...(s ? { title: v.title || s.title, place: v.place || s.place } : {}) });
  };
  const save = () => {
    setTried(true);
    if (v.title.trim().length < 2 || !v.from || !v.to || (!v.series && v.agencies.length === 0)) return;
    void run(async () => {
      const m = await makeMeeting({ title: v.title.trim(), place: v.place.trim(), from: officeInstant(v.from), to: officeInstant(v.to), ...(v.series ? { series: v.series } : { agencies: v.agencies }) });
      await renew();
      void go(`/meetings/${m.id}`);
    });
  };
  return (
    <Section title={w.make}>
      <div className="meet-form">
        <Field label={w.series} wide>{(f) => <Select {...f} style={{ width: '100%' }} value={v.series} onChange={pick} options={[{ value: '', label: w.single }, ...series.map((s) => ({ value: s.id, label: s.title }))]} />}</Field>
        <Field label={w.name} required wide error={wrong.get('title') ?? must(v.title.trim().length >= 2)}>{(f) => <Input {...f} value={v.title} maxLength={120} onChange={(e) => set({ title: e.target.value })} />}</Field>
        <Field label={w.when} required error={wrong.get('from') ?? must(v.from !== '')}>{(f) => <DateInput {...f} time value={v.from} onChange={(from) => set({ from, to: v.to || (from ? `${from.slice(0, 10)}T${String(Math.min(23, Number(from.slice(11, 13)) + 2)).padStart(2, '0')}:${from.slice(14, 16)}` : '') })} />}</Field>
        <Field label={w.to} required error={wrong.get('to') ?? must(v.to !== '')}>{(f) => <DateInput {...f} time value={v.to} onChange={(to) => set({ to })} />}</Field>
        <Field label={w.place} optional wide>{(f) => <Input {...f} value={v.place} maxLength={120} onChange={(e) => set({ place: e.target.value })} />}</Field>
        {!v.series && <Field label={w.invite} required wide error={wrong.get('agencies') ?? must(v.agencies.length > 0)}>{(f) => <Select {...f} mode="multiple" style={{ width: '100%' }} optionFilterProp="label" value={v.agencies} onChange={(agencies: string[]) => set({ agencies })} options={others} />}</Field>}
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      <p className="meet-acts"><Button type="primary" loading={busy} onClick={save}>{w.make}</Button></p>
    </Section>
  );
}

/** A series with its members. */
export function NewSeries() {
  const w = useMeetingWords();
  const go = useNavigate();
  const renew = useRenewMeetings();
  const others = useOthers();
  const { busy, error, run, wrong } = useSend();
  const [v, setV] = useState({ title: '', place: '', agencies: [] as string[] });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const save = () => void run(async () => {
    await foundSeries({ ...v, title: v.title.trim() });
    await renew();
    void go('/meetings?tab=series');
  });
  return (
    <Section title={w.found}>
      <div className="meet-form">
        <Field label={w.col.title} required wide error={wrong.get('title')}>{(f) => <Input {...f} value={v.title} maxLength={120} onChange={(e) => set({ title: e.target.value })} />}</Field>
        <Field label={w.place} optional wide>{(f) => <Input {...f} value={v.place} maxLength={120} onChange={(e) => set({ place: e.target.value })} />}</Field>
        <Field label={w.col.members} required wide error={wrong.get('agencies')}>{(f) => <Select {...f} mode="multiple" style={{ width: '100%' }} optionFilterProp="label" value={v.agencies} onChange={(agencies: string[]) => set({ agencies })} options={others} />}</Field>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      <p className="meet-acts"><Button type="primary" loading={busy} disabled={v.title.trim().length < 2 || v.agencies.length === 0} onClick={save}>{w.found}</Button></p>
    </Section>
  );
}
