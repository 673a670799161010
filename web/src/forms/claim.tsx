// Inputs about the money of a claim: what was assessed, who bears it, when it is paid.
import { Button, Checkbox, Input, Radio, Select } from 'antd';
import { $api } from '../api/client';
import type { Referral } from '../api/types';
import { DateInput } from '../components/DateInput';
import { Choices, Field } from '../components/Field';
import { Note } from '../components/Note';
import { yuan } from '../format/size';
import { useText } from '../i18n';
import { gap, totalOf, type ClaimValues } from './claimValues';

interface Props { r: Referral; c: ClaimValues; set: (c: Partial<ClaimValues>) => void; bad: Set<string>; errors: Map<string, string> }

const money = (s: string) => s.replace(/[^\d.]/g, '');

/** Damage, appraisal and emergency cost, with their sum. */
export function CostFields({ known, ...p }: Props & { known?: boolean }) {
  const { c, set, bad, errors } = p;
  const { t } = useText();
  const one = (name: 'damage_fen' | 'appraisal_fen' | 'emergency_fen', required: boolean) => (
    <Field label={t(`claim.${name}`)} required={required} optional={!required} error={errors.get(name) ?? (bad.has(name) ? t('acts.required') : undefined)}>
      {(f) => <Input {...f} inputMode="decimal" suffix={t('claim.unit')} value={c[name]} onChange={(e) => set({ [name]: money(e.target.value) })} />}
    </Field>
  );
  return (
    <>
      {!known && <MethodField {...p} />}
      {one('damage_fen', true)}
      {one('appraisal_fen', false)}
      {one('emergency_fen', false)}
      <p className="claim-sum field-wide">{t('claim.sum')} <strong className="num">{yuan(totalOf(c))}</strong> {t('claim.unit')}</p>
    </>
  );
}

/** Appraisal body, experts, or papers and reports taken together. */
export function MethodField({ r, c, set, bad, errors }: Props) {
  const { t } = useText();
  const simple = c.method === 'experts' || c.method === 'comprehensive';
  const limit = r.claim?.simple_max_fen ?? 0;
  return (
    <Choices legend={t('claim.method')} required error={errors.get('method') ?? (bad.has('method') ? t('acts.chooseOne') : undefined)}>
      <Radio.Group value={c.method || undefined} onChange={(e) => set({ method: e.target.value as ClaimValues['method'] })} options={(['comprehensive', 'experts', 'appraisal'] as const).map((value) => ({ value, label: t(`claim.methods.${value}`) }))} />
      {simple && limit > 0 && <p className="field-hint">{t('claim.simpleUpTo', { max: yuan(limit) })}</p>}
    </Choices>
  );
}

/** Who bears which part, and when it is paid; what is missing to the amount is said at once. */
export function TermsFields({ r, c, set, errors, total, whole }: Props & { total: number; whole?: boolean }) {
  const { t } = useText();
  const name = (id: string) => r.parties.find((p) => p.id === id)?.name || t('referral.parties.unnamed');
  const edit = <T,>(list: T[], i: number, part: Partial<T>) => list.map((x, k) => (k === i ? { ...x, ...part } : x));
  const off = (lines: Array<{ fen: string }>) => { const g = gap(total, lines); return g === 0 ? undefined : t(g > 0 ? 'claim.short' : 'claim.over', { n: yuan(Math.abs(g)) }); };
  const shareGap = errors.get('shares') ?? (c.byShare ? off(c.shares) : undefined);
  const planGap = errors.get('plan') ?? (c.plan.length > 0 ? off(c.plan) : undefined);
  return (
    <>
      {r.parties.length > 1 && (
        <Choices legend={t('claim.liability')} hint={t('claim.liabilityHelp')} error={shareGap}>
          <Radio.Group value={c.byShare} onChange={(e) => set({ byShare: e.target.value as boolean })} options={[{ value: false, label: t('claim.joint') }, { value: true, label: t('claim.byShare') }]} />
          {c.byShare && <ul className="claim-lines">{c.shares.map((s, i) => (
            <li key={s.party}><span className="claim-who">{name(s.party)}</span><Input aria-label={t('claim.shareOf', { name: name(s.party) })} inputMode="decimal" suffix={t('claim.unit')} value={s.fen} onChange={(e) => set({ shares: edit(c.shares, i, { fen: money(e.target.value) }) })} /></li>
          ))}</ul>}
        </Choices>
      )}
      {!whole && <Choices legend={t('claim.plan')} hint={c.plan.length === 0 ? t('claim.planNone') : t('claim.planHelp', { n: yuan(total) })} error={planGap}>
        {c.plan.length > 0 && <ul className="claim-lines">{c.plan.map((p, i) => (
          <li key={i}>
            <DateInput label={t('claim.planDay', { n: i + 1 })} value={p.on} onChange={(on) => set({ plan: edit(c.plan, i, { on }) })} />
            {c.byShare && <Select aria-label={t('claim.planWho', { n: i + 1 })} value={p.party || undefined} placeholder={t('acts.chooseOne')} onChange={(party: string) => set({ plan: edit(c.plan, i, { party }) })} options={r.parties.map((x) => ({ value: x.id, label: name(x.id) }))} />}
            <Input aria-label={t('claim.planFen', { n: i + 1 })} inputMode="decimal" suffix={t('claim.unit')} value={p.fen} onChange={(e) => set({ plan: edit(c.plan, i, { fen: money(e.target.value) }) })} />
            <Button size="small" type="text" onClick={() => set({ plan: c.plan.filter((_, k) => k !== i) })}>{t('claim.remove')}</Button>
          </li>
        ))}</ul>}
        <Button size="small" onClick={() => set({ plan: [...c.plan, { on: '', party: '', fen: '' }] })}>{t('claim.addPlan')}</Button>
      </Choices>}
    </>
  );
}

const roles = ['obligor', 'representative', 'adviser', 'procuratorate', 'expert', 'organ', 'other'] as const;

/** Who takes part in a consultation, by role. */
export function PresentFields({ c, set }: Pick<Props, 'c' | 'set'>) {
  const { t } = useText();
  const edit = (i: number, part: Partial<ClaimValues['present'][number]>) => set({ present: c.present.map((x, k) => (k === i ? { ...x, ...part } : x)) });
  return (
    <Choices legend={t('claim.present')}>
      <ul className="claim-lines">{c.present.map((p, i) => (
        <li key={i}>
          <Select aria-label={t('claim.presentRole', { n: i + 1 })} value={p.role} onChange={(role: string) => edit(i, { role })} options={roles.map((value) => ({ value, label: t(`claim.roles.${value}`) }))} />
          <Input aria-label={t('claim.presentName', { n: i + 1 })} value={p.name} maxLength={100} onChange={(e) => edit(i, { name: e.target.value })} />
          <Button size="small" type="text" onClick={() => set({ present: c.present.filter((_, k) => k !== i) })}>{t('claim.remove')}</Button>
        </li>
      ))}</ul>
      <Button size="small" onClick={() => set({ present: [...c.present, { role: 'organ', name: '' }] })}>{t('claim.addPresent')}</Button>
    </Choices>
  );
}

/** Without a court's confirmation default leads to a suit: said before it is skipped. */
export function ToldField({ c, set, bad, errors }: Props) {
  const { t } = useText();
  return (
    <div className="field field-wide">
      <Note tone="amber" title={t('claim.confirmTitle')}><p>{t('claim.confirmHelp')}</p></Note>
      <Checkbox checked={c.default_told} onChange={(e) => set({ default_told: e.target.checked })}><strong>{t('claim.told')}</strong></Checkbox>
      {(errors.get('default_told') ?? (bad.has('default_told') ? t('acts.tick') : undefined)) && <p className="field-error">{t('acts.tick')}</p>}
    </div>
  );
}

/** Who performs, and how. */
export function PartyField({ r, c, set, errors }: Props) {
  const { t } = useText();
  if (r.parties.length < 2) return null;
  return (
    <Field label={t('claim.party')} required error={errors.get('party')}>
      {(f) => <Select {...f} style={{ width: '100%' }} value={c.party || undefined} placeholder={t('acts.chooseOne')} onChange={(party: string) => set({ party })} options={r.parties.map((p) => ({ value: p.id, label: p.name || t('referral.parties.unnamed') }))} />}
    </Field>
  );
}

export function MannerField({ c, set, bad, errors }: Props) {
  const { t } = useText();
  return (
    <Choices legend={t('claim.manner')} required error={errors.get('manner') ?? (bad.has('manner') ? t('acts.chooseOne') : undefined)}>
      <Radio.Group value={c.manner || undefined} onChange={(e) => set({ manner: e.target.value as ClaimValues['manner'] })} options={(['treasury', 'restoration', 'reimbursed'] as const).map((value) => ({ value, label: t(`claim.manners.${value}`) }))} />
    </Choices>
  );
}

/** A ground of the list; each of its exceptions has to be denied. */
export function GroundField({ c, set, bad, errors, ground, failures, onGround }: Props & { ground: string; failures?: boolean; onGround: (id: string) => void }) {
  const { t, say } = useText();
  const known = $api.useQuery('get', '/v1/claim-grounds').data;
  const grounds = (failures ? known?.failures : known?.items) ?? [];
  const chosen = grounds.find((g) => g.id === ground);
  return (
    <Choices legend={t(failures ? 'claim.failure' : 'claim.ground')} required error={errors.get('result') ?? errors.get('denied') ?? (bad.has('result') ? t('acts.chooseOne') : undefined)}>
      <Radio.Group vertical value={ground || undefined} onChange={(e) => { onGround(e.target.value as string); set({ denied: [] }); }} options={grounds.map((g) => ({ value: g.id, label: say(g.says) }))} />
      {chosen && chosen.exceptions.length > 0 && (
        <div className="claim-exceptions">
          <p className="field-hint">{t('claim.exceptions')}</p>
          {chosen.exceptions.map((x) => <p key={x.id}><Checkbox checked={c.denied.includes(x.id)} onChange={(e) => set({ denied: e.target.checked ? [...c.denied, x.id] : c.denied.filter((d) => d !== x.id) })}>{t('claim.denies', { what: say(x.says) })}</Checkbox></p>)}
        </div>
      )}
    </Choices>
  );
}
