// Inputs of acts that choose something of the case.
import { Checkbox, Input, Radio, Select } from 'antd';
import { useAgencies } from '../api/people';
import { recipients } from '../api/people';
import type { ActionOption, Agency, Referral } from '../api/types';
import { Choices, Field } from '../components/Field';
import { ChargeTag } from '../components/Tag';
import { useText } from '../i18n';
import { useOtherHubWords } from '../i18n/otherHub';
import type { ActValues } from './values';

interface Props { r: Referral; a: ActionOption; v: ActValues; set: (v: Partial<ActValues>) => void; bad: Set<string>; errors: Map<string, string> }

/** Who is named by the act: person by person, offence by offence. */
/** What may come of a lead (办理结果). */
export const results = ['penalised', 'rectified', 'filed', 'transferred', 'no_violation', 'handled'] as const;

export function ChargesField({ r, a, v, set, bad, errors }: Props) {
  const { t, say } = useText();
  const can = new Set(a.charges);
  const rows = r.parties.flatMap((p) => p.charges.filter((c) => can.has(c.id)).map((c) => ({ p, c })));
  const toggle = (id: string, on: boolean) => set({ charges: on ? [...v.charges, id] : v.charges.filter((x) => x !== id) });
  const all = rows.length > 0 && rows.every(({ c }) => v.charges.includes(c.id));
  return (
    <Choices legend={t('acts.field.charges')} hint={t('acts.hint.charges')} required error={errors.get('charges') ?? (bad.has('charges') ? t('acts.chooseOne') : undefined)}>
      {rows.length === 0 && <p className="quiet">{say(a.reason) || t('acts.noCharges')}</p>}
      {rows.length > 1 && <p><Checkbox checked={all} indeterminate={!all && v.charges.length > 0} onChange={(e) => set({ charges: e.target.checked ? rows.map(({ c }) => c.id) : [] })}>{t('acts.selectAll')}</Checkbox></p>}
      <ul className="charge-list">
        {rows.map(({ p, c }) => (
          <li key={c.id}><Checkbox checked={v.charges.includes(c.id)} onChange={(e) => toggle(c.id, e.target.checked)}><strong>{p.name || t('referral.parties.unnamed')}</strong> · {c.offence}</Checkbox> <ChargeTag state={c.state} /></li>
        ))}
      </ul>
    </Choices>
  );
}

/** The organ an act is addressed to: the own level first. */
export function AgencyField({ name, sectors, optional, r, v, set, bad, errors }: Props & { name: 'to' | 'copy_to'; sectors: string[]; optional?: boolean }) {
  const { t, word } = useText();
  const all = useAgencies().data?.items ?? [];
  const sender = all.find((x) => x.id === r.sender.id);
  const { own, other } = sender ? recipients(all, sectors, sender) : { own: [], other: all };
  const exclude = name === 'to' && r.state !== 'approved' && r.state !== 'returned' ? [r.receiver?.id, r.sender.id] : [r.sender.id];
  const far = useOtherHubWords();
  const option = (x: Agency) => ({ value: x.id, label: x.hub ? `${x.name}（${far.mark(x.hub)}）` : x.name, search: `${x.name}${x.short_name}${x.code}` });
  const group = (title: string, list: Agency[]) => ({ label: title, title, options: list.filter((x) => !exclude.includes(x.id)).map(option) });
  return (
    <Field label={t(`acts.field.${name}`)} required={!optional} optional={optional} wide error={errors.get(name) ?? (bad.has(name) ? t('acts.chooseOne') : undefined)}>
      {(f) => (
        <Select {...f} style={{ width: '100%' }} value={v[name] || undefined} onChange={(id: string) => set({ [name]: id })} placeholder={t('acts.chooseOne')} showSearch={{ optionFilterProp: 'search' }}
          options={[group(t('acts.own'), own), group(sectors.length === 1 ? `${t('acts.other')} · ${word('sector', sectors[0]!)}` : t('acts.otherOrgans'), other.filter((x) => !x.hub)), group(far.group, other.filter((x) => x.hub))].filter((g) => g.options.length > 0)} />
      )}
    </Field>
  );
}

/** What came of it, in a word that figures can count. */
export function ResultField({ v, set, bad }: Props) {
  const { t } = useText();
  return (
    <Choices legend={t('acts.field.result')} required error={bad.has('result') ? t('acts.chooseOne') : undefined}>
      <Radio.Group value={v.result || undefined} onChange={(e) => set({ result: e.target.value as string })} options={results.map((x) => ({ value: x, label: t(`acts.result.${x}`) }))} />
    </Choices>
  );
}

/** What is missing: kinds of the checklist, and anything else in words. */
export function MissingField({ r, v, set, bad, errors }: Props) {
  const { t, say, word } = useText();
  const toggle = (code: string, on: boolean) => set({ missing: on ? [...v.missing, code] : v.missing.filter((x) => x !== code) });
  return (
    <>
      <Choices legend={t('acts.field.missing')} hint={t('acts.hint.missing')} required error={errors.get('missing') ?? (bad.has('missing') ? t('acts.chooseOne') : undefined)}>
        <ul className="charge-list">
          {r.checklist.filter((c) => !c.generated).map((c) => (
            <li key={c.code}><Checkbox checked={v.missing.includes(c.code)} onChange={(e) => toggle(c.code, e.target.checked)}>{say(c.title)}</Checkbox> <span className="quiet">{word('referral.materials.state', c.state)}</span></li>
          ))}
        </ul>
      </Choices>
      <Field label={t('acts.hint.missingOther')} optional wide>{(f) => <Input.TextArea {...f} rows={2} value={v.missingOther} onChange={(e) => set({ missingOther: e.target.value })} />}</Field>
    </>
  );
}

export function TrackField({ v, set, bad, errors }: Props) {
  const { t } = useText();
  return (
    <Choices legend={t('acts.field.track')} hint={t('acts.hint.track')} required error={errors.get('track') ?? (bad.has('track') ? t('acts.chooseOne') : undefined)}>
      <Radio.Group vertical value={v.track || undefined} onChange={(e) => set({ track: e.target.value as ActValues['track'] })} options={[{ value: 'verify', label: t('acts.trackVerify') }, { value: 'complex', label: t('acts.trackComplex') }]} />
    </Choices>
  );
}

export function OutcomeField({ v, set, bad }: Props) {
  const { t } = useText();
  return (
    <Choices legend={t('acts.field.outcome')} required error={bad.has('outcome') ? t('acts.chooseOne') : undefined}>
      <Radio.Group value={v.outcome || undefined} onChange={(e) => set({ outcome: e.target.value as ActValues['outcome'] })} options={(['convicted', 'exempted', 'acquitted'] as const).map((x) => ({ value: x, label: t(`acts.outcome.${x}`) }))} />
    </Choices>
  );
}

/** Each item in its own way: moved, kept where it is, or already disposed of. */
export function ItemsField({ r, v, set, bad }: Props) {
  const { t } = useText();
  const change = (id: string, part: Partial<ActValues['items'][number]>) => set({ items: v.items.map((i) => (i.id === id ? { ...i, ...part } : i)) });
  return (
    <Choices legend={t('acts.field.items')} required error={bad.has('items') ? t('acts.chooseOne') : undefined}>
      {v.items.map((i) => {
        const item = r.items.find((x) => x.id === i.id);
        return (
          <div className="item-form" key={i.id}>
            <p><strong>{item?.name}</strong> <span className="quiet">{item?.quantity}{item?.place && ` · ${item.place}`}</span></p>
            <Radio.Group aria-label={`${item?.name ?? ''} ${t('acts.itemForm')}`} value={i.form || undefined} onChange={(e) => change(i.id, { form: e.target.value as typeof i.form })} options={(['moved', 'kept', 'disposed'] as const).map((x) => ({ value: x, label: t(`referral.items.forms.${x}`) }))} />
            {i.form === 'disposed' && <p className="quiet">{t('acts.disposedHint')}</p>}
            {i.form !== '' && (
              <div className="form item-more">
                {i.form === 'kept' && <Field label={t('acts.keeper')} hint={t('acts.keeperHint')}>{(f) => <Input {...f} value={i.keeper} maxLength={200} onChange={(e) => change(i.id, { keeper: e.target.value })} />}</Field>}
                {i.form !== 'disposed' && <Field label={t('acts.seal')} optional>{(f) => <Input {...f} value={i.seal_no} maxLength={100} onChange={(e) => change(i.id, { seal_no: e.target.value })} />}</Field>}
                <Field label={t('acts.place')} optional>{(f) => <Input {...f} value={i.place} maxLength={500} onChange={(e) => change(i.id, { place: e.target.value })} />}</Field>
                {i.form === 'kept' && <Field label={t('acts.daily')} optional>{(f) => <Input {...f} inputMode="decimal" value={i.daily} onChange={(e) => change(i.id, { daily: e.target.value })} />}</Field>}
                {i.form === 'kept' && <Field label={t('acts.payer')} optional>{(f) => <Input {...f} value={i.payer} maxLength={200} onChange={(e) => change(i.id, { payer: e.target.value })} />}</Field>}
              </div>
            )}
          </div>
        );
      })}
      {v.items.length === 0 && <p className="quiet">{t('referral.items.none')}</p>}
    </Choices>
  );
}
