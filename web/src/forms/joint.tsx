// Inputs of acts of a joint action, and of an invitation to a joint meeting.
import { Input, Select } from 'antd';
import type { Referral } from '../api/types';
import { DateInput } from '../components/DateInput';
import { Choices, Field } from '../components/Field';
import { useText } from '../i18n';
import { useJointWords } from '../i18n/joint';
import type { JointValues } from './jointValues';

interface Props { r: Referral; j: JointValues; set: (j: Partial<JointValues>) => void; bad: Set<string>; errors: Map<string, string> }

/** The members of my organ, one a line. */
export function MembersField({ j, set, bad, errors }: Props) {
  const { t } = useText();
  const w = useJointWords();
  return <Field label={w.members} hint={w.membersHint} required wide error={errors.get('members') ?? (bad.has('members') ? t('acts.required') : undefined)}>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 2, maxRows: 12 }} value={j.members} onChange={(e) => set({ members: e.target.value })} />}</Field>;
}

/** A visit: number, enterprise, place, day, and who of both organs goes. */
export function VisitField({ r, j, set, bad, errors }: Props) {
  const { t } = useText();
  const w = useJointWords();
  const error = errors.get('visit') ?? (bad.has('visit') ? t('acts.required') : undefined);
  return (
    <Choices legend={w.visit} required error={error}>
      <div className="joint-visit">
        <Input aria-label={w.col['number']} placeholder={`${w.col['number']}（${w.numberHint}）`} maxLength={60} value={j.number} onChange={(e) => set({ number: e.target.value })} />
        <Input aria-label={w.name} placeholder={w.name} maxLength={120} value={j.name} onChange={(e) => set({ name: e.target.value })} />
        <Input aria-label={w.region} placeholder={`${w.region}（${w.regionHint}）`} maxLength={6} inputMode="numeric" value={j.region} onChange={(e) => set({ region: e.target.value.replace(/\D/g, '') })} />
        <DateInput label={w.col['day']} value={j.day} onChange={(day) => set({ day })} />
        <Select aria-label={w.team} placeholder={w.team} mode="multiple" style={{ width: '100%' }} value={j.team} onChange={(team: string[]) => set({ team })} options={(r.joint?.members ?? []).map((m) => ({ value: m.certificate, label: w.member(m.name, m.certificate) }))} />
      </div>
    </Choices>
  );
}

/** Which visit is meant. */
export function NumberField({ r, j, set, bad, errors }: Props) {
  const { t } = useText();
  const w = useJointWords();
  return (
    <Field label={w.which} required wide error={errors.get('visit') ?? errors.get('number') ?? (bad.has('number') ? t('acts.chooseOne') : undefined)}>
      {(f) => <Select {...f} style={{ width: '100%' }} value={j.number || undefined} placeholder={t('acts.chooseOne')} onChange={(number: string) => set({ number })} options={(r.joint?.visits ?? []).map((v) => ({ value: v.number, label: `${v.number} ${v.name} ${v.day}` }))} />}
    </Field>
  );
}

/** Problems found, or handed over. */
export function AmountField({ name, j, set, errors }: Props & { name: 'problems' | 'handed' }) {
  const w = useJointWords();
  return <Field label={name === 'problems' ? w.found : w.handedNow} required error={errors.get(name)}>{(f) => <Input {...f} inputMode="numeric" value={j[name]} onChange={(e) => set({ [name]: e.target.value.replace(/\D/g, '') })} />}</Field>;
}

/** Which resolution is meant. */
export function LineField({ r, j, set, bad, errors }: Props) {
  const { t } = useText();
  const w = useJointWords();
  return (
    <Field label={w.line} required wide error={errors.get('line') ?? (bad.has('line') ? t('acts.chooseOne') : undefined)}>
      {(f) => <Select {...f} style={{ width: '100%' }} value={j.line || undefined} placeholder={t('acts.chooseOne')} onChange={(line: number) => set({ line })} options={(r.invited?.promises ?? []).map((p) => ({ value: p.line, label: `${p.line}. ${p.text}（${w.due(p.due)}，${w.promise[p.state]}）` }))} />}
    </Field>
  );
}

/** The digest under which minutes are signed, as they were read. */
export function DigestField({ value }: { value: string }) {
  const w = useJointWords();
  return <Field label={w.digest} wide>{(f) => <Input {...f} className="mono" readOnly value={value} />}</Field>;
}
