import { Input, Select } from 'antd';
import { useAgencies } from '../../api/people';
import type { Agency } from '../../api/types';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';
import type { Form } from './form';
import { levels, sectors } from './types';
import { goodCode, goodEmail, goodPhone, goodRegion, type AgencyValues } from './values';

/** What the page says about an organ before the hub is asked. */
export function useAgencyCheck() {
  const { t } = useText();
  return (v: AgencyValues, fresh: boolean): Record<string, string | false> => ({
    code: fresh && !goodCode(v.code.trim()) && t('admin.badCode'),
    name: v.name.trim().length < 2 && t('admin.must'),
    short_name: v.short_name.trim() === '' && t('admin.must'),
    sector: v.sector === '' && t('admin.mustChoose'),
    level: v.level === '' && t('admin.mustChoose'),
    region: !goodRegion(v.region.trim()) && t('admin.badRegion'),
    email: !goodEmail(v.email.trim()) && t('admin.badEmail'),
    phone: !goodPhone(v.phone.trim()) && t('admin.badPhone'),
  });
}

interface Props { v: AgencyValues; set: (part: Partial<AgencyValues>) => void; form: Form; self?: string; fresh?: boolean; contactOnly?: boolean }

export function AgencyFields({ v, set, form, self, fresh, contactOnly }: Props) {
  const { t, word } = useText();
  const all = (useAgencies().data?.items ?? []).filter((a) => a.id !== self && !a.closed_on && !a.hub);
  const option = (a: Agency) => ({ value: a.id, label: a.name, search: `${a.name}${a.short_name}${a.code}` });
  const text = (name: 'code' | 'name' | 'short_name' | 'region' | 'doc_prefix' | 'email' | 'phone', max: number, a: { hint?: string; must?: boolean; wide?: boolean; mode?: 'numeric' | 'tel' | 'email' } = {}) => (
    <Field label={t(`admin.field.${name}`)} hint={a.hint} required={a.must} optional={!a.must} wide={a.wide} error={form.wrong(name)}>
      {(f) => <Input {...f} value={v[name]} maxLength={max} inputMode={a.mode} autoComplete="off" onChange={(e) => set({ [name]: e.target.value })} />}
    </Field>
  );
  const organ = (name: 'superior' | 'acts_for', list: Agency[], hint?: string) => (
    <Field label={t(`admin.field.${name}`)} hint={hint} optional error={form.wrong(name)}>
      {(f) => <Select {...f} style={{ width: '100%' }} allowClear value={v[name] || undefined} placeholder={t('admin.field.none')} onChange={(x: string | undefined) => set({ [name]: x ?? '' })} showSearch={{ optionFilterProp: 'search' }} options={list.map(option)} />}
    </Field>
  );
  return (
    <>
      {!contactOnly && (
        <>
          {fresh && text('code', 41, { hint: t('admin.field.codeHint'), must: true, wide: true })}
          {text('name', 200, { must: true })}
          {text('short_name', 60, { must: true })}
          <Field label={t('admin.field.sector')} required error={form.wrong('sector')}>
            {(f) => <Select {...f} style={{ width: '100%' }} value={v.sector || undefined} placeholder={t('admin.mustChoose')} onChange={(x: string) => set({ sector: x, ...(v.acts_for && x !== v.sector ? { acts_for: '' } : {}) })} options={sectors.map((s) => ({ value: s, label: word('sector', s) }))} />}
          </Field>
          <Field label={t('admin.field.level')} required error={form.wrong('level')}>
            {(f) => <Select {...f} style={{ width: '100%' }} value={v.level || undefined} placeholder={t('admin.mustChoose')} onChange={(x: string) => set({ level: x })} options={levels.map((s) => ({ value: s, label: word('level', s) }))} />}
          </Field>
          {text('region', 6, { hint: t('admin.field.regionHint'), must: true, mode: 'numeric' })}
          {text('doc_prefix', 30, { hint: t('admin.field.doc_prefixHint') })}
          {organ('superior', all)}
          {organ('acts_for', all.filter((a) => a.sector === v.sector && !a.acts_for), t('admin.field.acts_forHint'))}
        </>
      )}
      {text('email', 200, { hint: t('admin.field.emailHint'), mode: 'email' })}
      {text('phone', 30, { mode: 'tel' })}
      {!fresh && !contactOnly && (
        <Field label={t('admin.field.closed_on')} hint={t('admin.field.closed_onHint')} optional wide error={form.wrong('closed_on')}>
          {(f) => <DateInput {...f} value={v.closed_on} max={civilDay(now())} onChange={(d) => set({ closed_on: d })} />}
        </Field>
      )}
    </>
  );
}
