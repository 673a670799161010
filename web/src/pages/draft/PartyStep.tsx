import { AutoComplete, Button, Input, Radio } from 'antd';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { useText } from '../../i18n';
import type { StepProps } from './DraftPage';
import { named, newCharge, newParty, type PartyForm } from './form';
import { offencesFor } from './offences';
import type { Procedure } from '../../api/types';

/** Who, and of what: unknown identity is allowed, a wrong check digit only warned about. */
export function PartyStep({ d, r, me, errors, p: proc }: StepProps & { p?: Procedure }) {
  const { t, say } = useText();
  const { form, change } = d;
  const set = (key: number, part: Partial<PartyForm>) => change((f) => ({ parties: f.parties.map((p) => (p.key === key ? { ...p, ...part } : p)) }));
  const setCharge = (p: PartyForm, key: number, part: Partial<PartyForm['charges'][number]>) => set(p.key, { charges: p.charges.map((c) => (c.key === key ? { ...c, ...part } : c)) });
  const criminal = !proc || proc.kind === 'criminal';
  const list = criminal ? offencesFor(me.agency.sector) : [];
  const unit = proc?.unit;
  const firstParty = form.parties.find((p) => p.name.trim());
  const firstCharge = firstParty?.charges.find((c) => c.offence.trim());
  const suggestion = criminal && firstParty && firstCharge ? `${firstParty.name.trim()}涉嫌${firstCharge.offence.trim().replace(/罪$/, '')}案` : '';
  const sent = form.parties.filter(named);

  return (
    <>
      <section className="section section-body">
        <Field label={criminal ? t('draft.party.name') : t('draft.generic.name')} hint={criminal ? t('draft.party.nameHint') : t('draft.generic.titleHint')} required error={errors.get('title')}>
          {(f) => <Input {...f} size="large" value={form.title} maxLength={200} onChange={(e) => change({ title: e.target.value })} />}
        </Field>
        {suggestion && !form.title.trim() && <p className="draft-suggest"><Button size="small" onClick={() => change({ title: suggestion })}>{t('draft.party.suggest', { title: suggestion })}</Button></p>}
      </section>
      {form.parties.map((p, n) => {
        const warnings = named(p) ? r?.parties[sent.indexOf(p)]?.warnings ?? [] : [];
        const wrong = (f: string) => errors.get(`party.${p.key}.${f}`);
        return (
          <section className="section" key={p.key} aria-label={t('draft.party.one', { n: n + 1 })}>
            <header className="section-head">
              <h2>{t('draft.party.one', { n: n + 1 })}</h2>
              <div className="section-extra"><Button size="small" type="text" onClick={() => change((f) => ({ parties: f.parties.filter((x) => x.key !== p.key) }))} aria-label={t('draft.party.removeParty', { n: n + 1 })}>{t('remove')}</Button></div>
            </header>
            <div className="section-body">
              <p className="draft-kind"><Radio.Group aria-label={t('draft.party.kind')} optionType="button" value={p.kind} onChange={(e) => set(p.key, { kind: e.target.value as PartyForm['kind'] })} options={(['enterprise', 'person', 'unknown'] as const).map((k) => ({ value: k, label: t(`referral.parties.kind.${k}`) }))} /></p>
              <div className="form">
                <Field label={p.kind === 'unknown' ? t('draft.party.whoUnknown') : t('draft.party.who')} required={p.kind !== 'unknown'} optional={p.kind === 'unknown'} error={wrong('name')}>{(f) => <Input {...f} value={p.name} maxLength={200} onChange={(e) => set(p.key, { name: e.target.value })} />}</Field>
                {p.kind === 'enterprise'
                  ? <Field label={t('draft.party.code')} optional error={wrong('credit_code')}>{(f) => <Input {...f} value={p.credit_code} maxLength={40} placeholder={t('draft.party.codeHint')} onChange={(e) => set(p.key, { credit_code: e.target.value })} />}</Field>
                  : <Field label={t('draft.party.idno')} optional error={wrong('id_number')}>{(f) => <Input {...f} value={p.id_number} maxLength={40} placeholder={t('draft.party.idnoHint')} onChange={(e) => set(p.key, { id_number: e.target.value })} />}</Field>}
                {warnings.length > 0 && <div className="field-wide" role="status">{warnings.map((w, i) => <p key={i} className="warn-line"><Icon name="warn" size={14} /> {say(w)}</p>)}</div>}
                <Field label={t('draft.party.note')} optional wide error={wrong('note')}>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 1, maxRows: 5 }} value={p.note} maxLength={1000} placeholder={t('draft.party.noteHint')} onChange={(e) => set(p.key, { note: e.target.value })} />}</Field>
              </div>
              {(criminal || unit) && <h3 className="draft-sub">{criminal ? t('draft.party.charges') : say(unit!.name)}</h3>}
              {(criminal || unit) && p.charges.map((c, i) => (
                <div className="draft-charge" key={c.key}>
                  <Field label={criminal ? t('draft.party.offence') : say(unit!.name)} required error={wrong(`charges[${i}].offence`)}>
                    {(f) => <AutoComplete {...f} style={{ width: '100%' }} value={c.offence} onChange={(v: string) => setCharge(p, c.key, { offence: v })} onSelect={(v: string) => setCharge(p, c.key, { offence: v, article: list.find((o) => o.name === v)?.article ?? c.article })}
                      showSearch={{ filterOption: (text, o) => String(o?.value ?? '').includes(text) }} options={list.map((o) => ({ value: o.name, label: <span>{o.name} <span className="quiet">{o.article}</span></span> }))} />}
                  </Field>
                  <Field label={criminal ? t('draft.party.article') : say(unit!.article)} optional error={wrong(`charges[${i}].article`)}>{(f) => <Input {...f} value={c.article} maxLength={200} onChange={(e) => setCharge(p, c.key, { article: e.target.value })} />}</Field>
                  <Button type="text" icon={<Icon name="cross" size={14} />} disabled={p.charges.length === 1} onClick={() => set(p.key, { charges: p.charges.filter((x) => x.key !== c.key) })} aria-label={t('draft.party.removeCharge', { n: i + 1 })} />
                </div>
              ))}
              {(criminal || unit) && <p><Button size="small" icon={<Icon name="plus" size={13} />} onClick={() => set(p.key, { charges: [...p.charges, newCharge()] })}>{criminal ? t('draft.party.addCharge') : `${t('add')} · ${say(unit!.name)}`}</Button></p>}
              {!named(p) && (p.credit_code || p.id_number || p.note || p.charges.some((c) => c.offence)) && <p className="warn-line">{t('draft.party.incomplete')}</p>}
            </div>
          </section>
        );
      })}
      {form.parties.length === 0 && <p className="quiet draft-none">{t('draft.party.none')}</p>}
      <p className="draft-add"><Button icon={<Icon name="plus" />} onClick={() => change((f) => ({ parties: [...f.parties, newParty()] }))}>{t('draft.party.addParty')}</Button></p>
    </>
  );
}
