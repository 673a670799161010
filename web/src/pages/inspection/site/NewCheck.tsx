import { Button, Checkbox, Input, Segmented, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useCheckItems, useInspectors, useRenewInspection } from '../../../api/inspection';
import { useMe } from '../../../api/people';
import { useSchedule } from '../../../api/schedule';
import { problemOf } from '../../../api/problem';
import { makeCheck } from '../../../api/site';
import { DateInput, Field } from '../../../components/Field';
import { ProblemNote } from '../../../components/ProblemNote';
import { Section } from '../../../components/Section';
import { now } from '../../../format/clock';
import { civilDay } from '../../../format/time';
import { useJointActions } from '../../../api/joint';
import { useJointWords } from '../../../i18n/joint';
import { useOtherHubWords } from '../../../i18n/otherHub';
import { useLimitWords } from '../../../i18n/limits';
import { useSiteWords } from '../../../i18n/site';
import { LetterFields, letterOf, noLetter, OverCapField } from '../Limits';

/** Arranges a visit: of a scheduled one its time and enterprise stand; without a plan it is case-driven. */
export function NewCheck({ plan, visit }: { plan: string; visit: string }) {
  return plan && visit ? <Scheduled plan={plan} visit={visit} /> : <CaseDriven />;
}

const empty = () => ({ code: '', name: '', place: '', day: civilDay(now()), half: 'am' as 'am' | 'pm', purpose: '', announced: false, rushed: false, urgent: '', items: [] as string[], officers: [] as string[], district: '', joint: '', team: [] as string[], region: '', over: '', letter: noLetter() });
type Values = ReturnType<typeof empty>;

function Scheduled({ plan, visit }: { plan: string; visit: string }) {
  const schedule = useSchedule(plan).data;
  const v = schedule?.visits.find((x) => x.id === visit);
  const [values, setValues] = useState<Values>();
  useEffect(() => {
    if (v && !values) setValues({ ...empty(), code: v.code ?? '', name: v.name ?? '', day: v.day || civilDay(now()), half: v.half || 'am', announced: v.state === 'announced' });
  }, [v, values]);
  return values ? <Form v={values} setV={(part) => setValues({ ...values, ...part })} plan={plan} fixed={Boolean(v?.day)} /> : null;
}

function CaseDriven() {
  const [v, setV] = useState(empty);
  return <Form v={v} setV={(part) => setV((old) => ({ ...old, ...part }))} plan="" fixed={false} />;
}

function Form({ v, setV, plan, fixed }: { v: Values; setV: (part: Partial<Values>) => void; plan: string; fixed: boolean }) {
  const w = useSiteWords();
  const wl = useLimitWords();
  const go = useNavigate();
  const me = useMe().data;
  const renew = useRenewInspection();
  const items = useCheckItems().data?.items.filter((x) => x.agency === me?.agency.id && x.published_on && !x.withdrawn_on) ?? [];
  const officers = useInspectors().data?.items ?? [];
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [asks, setAsks] = useState({ why: false, letter: false, where: false });
  const wj = useJointWords();
  const far = useOtherHubWords();
  const joined = (useJointActions(plan).data?.items ?? []).filter((x) => x.state === 'handling');
  const partner = joined.find((x) => x.case === v.joint);
  const letter = letterOf(v.letter);
  const ready = v.code.trim() && v.day && v.purpose.trim().length >= 2 && (!v.rushed || v.urgent.trim()) && (plan || (v.name.trim().length >= 2 && v.items.length > 0 && v.officers.length > 0)) && (!asks.why || v.over.trim()) && (!asks.letter || letter) && (!asks.where || v.district.trim());
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const c = await makeCheck({
        code: v.code.trim(), day: v.day, half: v.half, purpose: v.purpose.trim(), announced: v.announced, ...(v.place.trim() ? { place: v.place.trim() } : {}), ...(v.rushed ? { urgent: v.urgent.trim() } : {}),
        ...(plan ? { plan } : { name: v.name.trim(), items: v.items, officers: v.officers, ...(v.district.trim() ? { district: v.district.trim() } : {}) }),
        ...(v.joint ? { joint: v.joint, joint_team: v.team, ...(v.region ? { region: v.region } : {}) } : {}), ...(asks.why ? { over_cap: v.over.trim() } : {}), ...(asks.letter && letter ? { letter } : {}),
      });
      await renew();
      void go(`/inspection/checks/${c.id}`);
    } catch (err) {
      const { code, errors } = problemOf(err);
      setAsks((old) => ({ why: old.why || code === 'frequency.reason', letter: old.letter || code === 'site.no_letter', where: old.where || (errors ?? []).some((e) => e.location === 'body.district') }));
      setError(err);
      setBusy(false);
    }
  };
  return (
    <Section title={w.arrangeTitle}>
      <p className="quiet">{plan ? w.fromPlan : w.caseDriven}</p>
      <div className="insp-form">
        <Field label={w.form.name} required>{(f) => <Input {...f} disabled={plan !== ''} maxLength={120} value={v.name} onChange={(e) => setV({ name: e.target.value })} />}</Field>
        <Field label={w.form.code} required>{(f) => <Input {...f} disabled={plan !== ''} maxLength={60} value={v.code} onChange={(e) => setV({ code: e.target.value })} />}</Field>
        <Field label={w.form.day} required>{(f) => (fixed ? <Input {...f} disabled value={v.day} /> : <DateInput {...f} value={v.day} onChange={(day) => setV({ day })} />)}</Field>
        <Field label={w.form.half} required>{() => <Segmented block disabled={fixed} value={v.half} onChange={(half) => setV({ half })} options={(['am', 'pm'] as const).map((value) => ({ value, label: w.half[value] }))} />}</Field>
        <Field label={w.form.purpose} required wide>{(f) => <Input {...f} maxLength={200} value={v.purpose} onChange={(e) => setV({ purpose: e.target.value })} />}</Field>
        <Field label={w.form.place} optional wide>{(f) => <Input {...f} maxLength={120} value={v.place} onChange={(e) => setV({ place: e.target.value })} />}</Field>
        {joined.length > 0 && <Field label={wj.withPartner} wide>{(f) => <Select {...f} style={{ width: '100%' }} value={v.joint} onChange={(joint: string) => setV({ joint, team: [] })} options={[{ value: '', label: wj.none }, ...joined.map((x) => ({ value: x.case, label: `${x.title} · ${x.partner.name}（${far.mark(x.hub)}）` }))]} />}</Field>}
        {partner && <Field label={wj.partnerTeam} hint={wj.partnerTeamHint} wide>{(f) => <Select {...f} mode="multiple" style={{ width: '100%' }} value={v.team} onChange={(team: string[]) => setV({ team })} options={partner.joint.members.filter((m) => m.agency === partner.partner.id).map((m) => ({ value: m.certificate, label: wj.member(m.name, m.certificate) }))} />}</Field>}
        {partner && <Field label={wj.region} hint={wj.regionHint} optional>{(f) => <Input {...f} maxLength={6} inputMode="numeric" value={v.region} onChange={(e) => setV({ region: e.target.value.replace(/\D/g, '') })} />}</Field>}
        {asks.why && <OverCapField value={v.over} set={(over) => setV({ over })} />}
        {asks.letter && <LetterFields d={v.letter} set={(d) => setV({ letter: d })} />}
        {!plan && <>
          <Field label={wl.district} hint={wl.districtHint} required={asks.where} optional={!asks.where}>{(f) => <Input {...f} maxLength={60} value={v.district} onChange={(e) => setV({ district: e.target.value })} />}</Field>
          <Field label={w.form.items} required wide>{(f) => <Select {...f} style={{ width: '100%' }} mode="multiple" showSearch optionFilterProp="label" value={v.items} onChange={(x: string[]) => setV({ items: x })} options={items.map((x) => ({ value: x.id, label: `${x.code} ${x.title}` }))} />}</Field>
          <Field label={w.form.officers} required wide>{(f) => <Select {...f} style={{ width: '100%' }} mode="multiple" showSearch optionFilterProp="label" value={v.officers} onChange={(x: string[]) => setV({ officers: x })} options={officers.map((x) => ({ value: x.id, label: `${x.name} ${x.certificate}` }))} />}</Field>
        </>}
        <div className="field field-wide"><Checkbox checked={v.announced} onChange={(e) => setV({ announced: e.target.checked })}>{w.form.announced}</Checkbox> <Checkbox checked={v.rushed} onChange={(e) => setV({ rushed: e.target.checked })}>{w.form.urgentCheck}</Checkbox></div>
        {v.rushed && <Field label={w.form.urgent} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={v.urgent} onChange={(e) => setV({ urgent: e.target.value })} />}</Field>}
      </div>
      {error !== undefined && <div className="insp-note"><ProblemNote error={error} /></div>}
      <div className="admin-foot"><Button type="primary" loading={busy} disabled={!ready} onClick={() => void save()}>{w.save}</Button><Button onClick={() => void go('/inspection/checks')}>{w.back}</Button></div>
    </Section>
  );
}
