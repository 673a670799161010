import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { makePlan, useCheckItems, useRenewInspection } from '../../api/inspection';
import { useAgencies, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { DateInput } from '../../components/DateInput';
import { Choices, Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useProgrammes } from '../../api/programmes';
import { useOtherHubWords } from '../../i18n/otherHub';
import { useInspectionWords } from '../../i18n/inspection';
import { useLimitWords } from '../../i18n/limits';
import { useProgrammeWords } from '../../i18n/programmes';

const tiers = ['A', 'B', 'C', 'D'] as const;
const words = (s: string) => s.split(/[,，、;；\s]+/).filter(Boolean);

/** A joint plan: period, pool, ratio of each stratum, who is invited. */
export function NewPlan() {
  const w = useInspectionWords();
  const wp = useProgrammeWords();
  const wl = useLimitWords();
  const me = useMe().data;
  const go = useNavigate();
  const renew = useRenewInspection();
  const far = useOtherHubWords();
  const agencies = useAgencies().data?.items ?? [];
  const today = civilDay(now());
  const items = (useCheckItems().data?.items ?? []).filter((x) => x.published_on && x.published_on <= today && !(x.withdrawn_on && x.withdrawn_on <= today));
  const [v, setV] = useState({ title: '', check_type: 'daily' as 'daily' | 'special', from: '', to: '', districts: '', tags: '', per_agency: 2, max_visits: 0, agencies: [] as string[], items: [] as string[], programme: '', no_programme: '', ordered_by: '' });
  const [percent, setPercent] = useState<Record<string, number | null>>({ A: null, B: null, C: null, D: null });
  const covering = (useProgrammes().data?.items ?? []).filter((x) => x.agency === me?.agency.id && x.state === 'approved' && (!v.from || x.from <= v.from) && (!v.to || v.to <= x.to));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const strata = tiers.filter((x) => (percent[x] ?? 0) > 0).map((x) => ({ name: x, numerator: Math.round((percent[x] ?? 0) * 10), denominator: 1000, minimum: 0 }));
  const wrong = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const must = (ok: boolean) => (tried && !ok ? w.form.must : undefined);
  const save = async () => {
    setTried(true);
    if (v.title.trim().length < 2 || !v.from || !v.to || v.items.length === 0 || strata.length === 0) return;
    setBusy(true);
    setError(undefined);
    try {
      const p = await makePlan({ ...v, title: v.title.trim(), districts: words(v.districts), tags: words(v.tags), strata, programme: v.programme || undefined, no_programme: v.programme ? undefined : v.no_programme.trim() || undefined, ordered_by: v.check_type === 'special' ? v.ordered_by.trim() || undefined : undefined });
      await renew();
      void go(`/inspection/plans/${p.id}`);
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={w.newPlan}>
      {items.length === 0 && <Note tone="amber">{w.form.noItems}</Note>}
      <div className="insp-form">
        <Field label={w.form.title} required wide error={wrong.get('title') ?? must(v.title.trim().length >= 2)}>{(f) => <Input {...f} value={v.title} maxLength={120} onChange={(e) => set({ title: e.target.value })} />}</Field>
        <Field label={w.form.from} required error={wrong.get('from') ?? must(v.from !== '')}>{(f) => <DateInput {...f} value={v.from} onChange={(from) => set({ from })} />}</Field>
        <Field label={w.form.to} required error={wrong.get('to') ?? must(v.to !== '')}>{(f) => <DateInput {...f} value={v.to} onChange={(to) => set({ to })} />}</Field>
        <Field label={w.form.type}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.check_type} onChange={(check_type) => set({ check_type })} options={[{ value: 'daily', label: w.form.daily }, { value: 'special', label: w.form.special }]} />}</Field>
        <Field label={wp.rests} optional={v.check_type !== 'special'} hint={v.check_type === 'special' ? wp.restsHint : undefined} error={wrong.get('programme')}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.programme} onChange={(programme: string) => set({ programme })} options={[{ value: '', label: v.check_type === 'special' ? wp.restsNone : '—' }, ...covering.map((x) => ({ value: x.id, label: x.title }))]} />}</Field>
        {v.check_type === 'special' && v.programme === '' && <Field label={wp.without} wide error={wrong.get('no_programme')}>{(f) => <Input {...f} value={v.no_programme} maxLength={300} onChange={(e) => set({ no_programme: e.target.value })} />}</Field>}
        {v.check_type === 'special' && <Field label={wl.ordered} hint={wl.orderedHint} optional wide error={wrong.get('ordered_by')}>{(f) => <Input {...f} value={v.ordered_by} maxLength={120} onChange={(e) => set({ ordered_by: e.target.value })} />}</Field>}
        <Field label={w.form.perAgency} error={wrong.get('per_agency')}>{(f) => <InputNumber {...f} min={1} max={20} value={v.per_agency} onChange={(n) => set({ per_agency: n ?? 2 })} />}</Field>
        <Field label={w.form.agencies} wide error={wrong.get('agencies[0]')}>{(f) => <Select {...f} mode="multiple" style={{ width: '100%' }} optionFilterProp="label" value={v.agencies} onChange={(list: string[]) => set({ agencies: list })} options={agencies.filter((a) => a.id !== me?.agency.id && !a.closed_on).map((a) => ({ value: a.id, label: a.hub ? `${a.name}（${far.mark(a.hub)}）` : a.name }))} />}</Field>
        <Field label={w.form.items} required wide error={wrong.get('items') ?? must(v.items.length > 0)}>{(f) => <Select {...f} mode="multiple" style={{ width: '100%' }} optionFilterProp="label" value={v.items} onChange={(list: string[]) => set({ items: list })} options={items.map((x) => ({ value: x.id, label: `${x.code} v${x.version} ${x.title}` }))} />}</Field>
        <Choices legend={w.form.strata} hint={w.form.strataHint} required error={wrong.get('strata') ?? must(strata.length > 0)}>
          <div className="insp-strata">{tiers.map((x) => <label key={x}>{w.form.ratio(x)} <InputNumber min={0} max={100} step={1} value={percent[x] ?? null} onChange={(n) => setPercent((old) => ({ ...old, [x]: n }))} /></label>)}</div>
        </Choices>
        <Field label={w.form.district} hint={w.form.districtHint} optional>{(f) => <Input {...f} value={v.districts} maxLength={300} onChange={(e) => set({ districts: e.target.value })} />}</Field>
        <Field label={w.form.tags} hint={w.form.districtHint} optional>{(f) => <Input {...f} value={v.tags} maxLength={300} onChange={(e) => set({ tags: e.target.value })} />}</Field>
        <Field label={w.form.max} hint={w.form.maxHint} optional>{(f) => <InputNumber {...f} min={0} max={1000} value={v.max_visits} onChange={(n) => set({ max_visits: n ?? 0 })} />}</Field>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      <p className="insp-acts"><Button type="primary" loading={busy} onClick={() => void save()}>{w.form.save}</Button></p>
    </Section>
  );
}
