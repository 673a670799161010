// Inputs about what follows an agreement: works of restoration, what shows that they are
// done, what the court or an evaluation found.
import { Button, Checkbox, Input, Radio, Select } from 'antd';
import type { Referral } from '../api/types';
import { DateInput } from '../components/DateInput';
import { Choices, Field } from '../components/Field';
import { UploadButton } from '../components/UploadButton';
import { yuan } from '../format/size';
import { useText } from '../i18n';
import { worksFor, type ClaimValues, type WorkValue } from './claimValues';

interface Props { r: Referral; c: ClaimValues; set: (c: Partial<ClaimValues>) => void; bad: Set<string>; errors: Map<string, string> }

const money = (s: string) => s.replace(/[^\d.]/g, '');

/** Works with their day, and what they are worth where they perform a part of the amount. */
export function WorksField({ r, c, set, bad, errors, required }: Props & { required: boolean }) {
  const { t } = useText();
  const edit = (i: number, part: Partial<WorkValue>) => set({ works: c.works.map((x, k) => (k === i ? { ...x, ...part } : x)) });
  const first = [...errors].find(([at]) => at.startsWith('works'))?.[1];
  return (
    <Choices legend={t('claim.works.legend')} hint={t('claim.works.help')} required={required} error={first ?? (bad.has('works') ? t('acts.required') : undefined)}>
      {c.works.length > 0 && <ul className="claim-lines claim-works-edit">{c.works.map((w, i) => (
        <li key={i}>
          <Select aria-label={t('claim.works.kindOf', { n: i + 1 })} value={w.kind} onChange={(kind: WorkValue['kind']) => edit(i, { kind })} options={(['in_place', 'substitute'] as const).map((value) => ({ value, label: t(`claim.works.kinds.${value}`) }))} />
          <Input aria-label={t('claim.works.whatOf', { n: i + 1 })} placeholder={t('claim.works.what')} value={w.what} maxLength={1000} onChange={(e) => edit(i, { what: e.target.value })} />
          <DateInput label={t('claim.works.byOf', { n: i + 1 })} value={w.by} onChange={(by) => edit(i, { by })} />
          {r.parties.length > 1 && <Select aria-label={t('claim.works.whoOf', { n: i + 1 })} value={w.party || undefined} placeholder={t('claim.who')} onChange={(party: string) => edit(i, { party })} options={r.parties.map((x) => ({ value: x.id, label: x.name || t('referral.parties.unnamed') }))} />}
          <Input aria-label={t('claim.works.fenOf', { n: i + 1 })} placeholder={t('claim.works.fen')} inputMode="decimal" suffix={t('claim.unit')} value={w.fen} onChange={(e) => edit(i, { fen: money(e.target.value) })} />
          <Button size="small" type="text" onClick={() => set({ works: c.works.filter((_, k) => k !== i) })}>{t('claim.remove')}</Button>
        </li>
      ))}</ul>}
      <Button size="small" onClick={() => set({ works: [...c.works, { kind: 'in_place', what: '', by: '', party: r.parties.length === 1 ? r.parties[0]!.id : '', fen: '' }] })}>{t('claim.works.add')}</Button>
    </Choices>
  );
}

/** Which work is meant: only those that the step fits. */
export function WorkField({ r, c, set, bad, errors, action }: Props & { action: string }) {
  const { t } = useText();
  const list = worksFor(r, action);
  const free = action === 'compensation.restore';
  return (
    <Field label={t('claim.works.which')} required={!free} optional={free} hint={free ? t('claim.works.noteHint') : undefined} error={errors.get('work') ?? (bad.has('work') ? t('acts.chooseOne') : undefined)} wide>
      {(f) => <Select {...f} style={{ width: '100%' }} allowClear={free} value={c.work || undefined} placeholder={t('acts.chooseOne')} onChange={(work?: number) => set({ work: work ?? 0 })}
        options={list.map((w) => ({ value: w.n, label: `${w.n}. ${w.what}（${t('claim.works.until', { day: w.by })}${w.fen > 0 ? `，${yuan(w.fen)} ${t('claim.unit')}` : ''}）` }))} />}
    </Field>
  );
}

/** Files of the case that show it; one can be uploaded here. */
export function EvidenceField({ r, c, set, errors }: Props) {
  const { t } = useText();
  if (c.work === 0) return null;
  const toggle = (id: string, on: boolean) => set({ evidence: on ? [...c.evidence, id] : c.evidence.filter((x) => x !== id) });
  return (
    <Choices legend={t('claim.works.shown')} required hint={t('claim.works.shownHint')} error={errors.get('evidence')}>
      <ul className="charge-list">{r.evidence.map((e) => <li key={e.id}><Checkbox checked={c.evidence.includes(e.id)} onChange={(x) => toggle(e.id, x.target.checked)}>{e.name}</Checkbox></li>)}</ul>
      <UploadButton referral={r} small onDone={(e) => toggle(e.id, true)} />
    </Choices>
  );
}

export type Found = 'reached' | 'not_reached' | 'dismissed' | 'withdrawn' | 'start' | 'not_start' | 'damage' | 'no_damage';

/** Acts whose result is a word of their own. */
export const founds: Record<string, Found[]> = { 'compensation.check': ['damage', 'no_damage'], 'compensation.evaluate': ['reached', 'not_reached'], 'compensation.suit_over': ['dismissed', 'withdrawn'], 'public_interest.answer_start': ['start', 'not_start'] };

/** What an evaluation or a court found, in a word that figures can count. */
export function FoundField({ options, value, onChange, bad, errors }: { options: Found[]; value: string; onChange: (v: string) => void; bad: Set<string>; errors: Map<string, string> }) {
  const { t } = useText();
  return (
    <Choices legend={t('claim.found')} required error={errors.get('result') ?? (bad.has('result') ? t('acts.chooseOne') : undefined)}>
      <Radio.Group value={value || undefined} onChange={(e) => onChange(e.target.value as string)} options={options.map((x) => ({ value: x, label: t(`claim.founds.${x}`) }))} />
    </Choices>
  );
}

const classes = ['inspection', 'incident', 'destruction', 'province', 'other'] as const;

/** The class of a major case. */
export function MajorField({ c, set, bad, errors }: Props) {
  const { t } = useText();
  return (
    <Choices legend={t('claim.major.legend')} required hint={t('claim.major.hint')} error={errors.get('major') ?? (bad.has('major') ? t('acts.chooseOne') : undefined)}>
      <Radio.Group vertical value={c.major || undefined} onChange={(e) => set({ major: e.target.value as string })} options={classes.map((value) => ({ value, label: t(`claim.major.classes.${value}`) }))} />
    </Choices>
  );
}

/** Commissioned together with whoever owes. */
export function JointField({ c, set }: Pick<Props, 'c' | 'set'>) {
  const { t } = useText();
  return <div className="field field-wide"><Checkbox checked={c.joint} onChange={(e) => set({ joint: e.target.checked })}>{t('claim.commissionJoint')}</Checkbox></div>;
}
