import { Button, Checkbox, Input } from 'antd';
import type { DraftContent } from '../../api/types';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { ItemField } from '../../components/routing/ItemField';
import { Section } from '../../components/Section';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';
import type { StepProps } from './DraftPage';

type Texts = 'facts' | 'source' | 'basis' | 'threshold' | 'disposal' | 'officer' | 'officer_phone' | 'penalty_case';
type Days = 'act_on' | 'found_on' | 'penalty_filed_on' | 'seized_on' | 'registered_on';

/** What happened, under which law, by whom: it becomes the letter. */
export function FactsStep({ d, me, errors }: StepProps) {
  const { t } = useText();
  const w = useItemWords();
  const c = d.form.content;
  const set = (part: Partial<DraftContent>) => d.change((f) => ({ content: { ...f.content, ...part } }));
  const wrong = (f: string) => errors.get(`content.${f}`);
  const today = civilDay(now());
  const line = (f: Texts, label: string, max: number, o: { hint?: string; place?: string; rows?: number; required?: boolean } = {}) => (
    <Field label={label} hint={o.hint} error={wrong(f)} wide={o.rows !== undefined} required={o.required} optional={!o.required}>
      {(x) => (o.rows
        ? <Input.TextArea {...x} autoSize={{ minRows: o.rows, maxRows: 24 }} value={c[f] ?? ''} maxLength={max} onChange={(e) => set({ [f]: e.target.value })} />
        : <Input {...x} value={c[f] ?? ''} maxLength={max} placeholder={o.place} onChange={(e) => set({ [f]: e.target.value })} />)}
    </Field>
  );
  const day = (f: Days, label: string, hint?: string) => <Field label={label} hint={hint} error={wrong(f)} optional>{(x) => <DateInput {...x} value={c[f] ?? ''} max={today} onChange={(v) => set({ [f]: v })} />}</Field>;
  return (
    <>
      <Section title={t('draft.facts.group.case')}>
        <div className="form">
          {line('source', t('draft.facts.source'), 2000, { place: t('draft.facts.sourceHint') })}
          <div className="form draft-days">{day('act_on', t('draft.facts.actOn'))}{day('found_on', t('draft.facts.foundOn'))}</div>
          {line('facts', t('draft.facts.facts'), 20000, { hint: t('draft.facts.factsHint'), rows: 7, required: true })}
          <div className="field-wide"><Checkbox checked={c.obvious_crime ?? false} onChange={(e) => set({ obvious_crime: e.target.checked })}>{t('draft.facts.obvious')}</Checkbox></div>
        </div>
      </Section>
      <Section title={t('draft.facts.group.law')}>
        <div className="form">
          <ItemField value={c.item ?? ''} onChange={(v) => set({ item: v })} error={wrong('item')} hint={w.ownHint} />
          {line('basis', t('draft.facts.basis'), 4000, { rows: 2 })}
          {line('threshold', t('draft.facts.threshold'), 4000, { rows: 2, hint: t('draft.facts.thresholdHint') })}
          {line('disposal', t('draft.facts.disposal'), 4000, { rows: 2 })}
        </div>
      </Section>
      <Section title={t('draft.facts.group.team')} extra={!c.officer && <Button size="small" onClick={() => set({ officer: me.name, ...(me.phone ? { officer_phone: me.phone } : {}) })}>{me.name}</Button>}>
        <div className="form">
          {line('officer', t('draft.facts.officer'), 100)}
          {line('officer_phone', t('draft.facts.phone'), 50)}
          <Field label={t('draft.facts.investigators')} hint={t('draft.facts.investigatorsHint')} required error={wrong('investigators')}>{(x) => <Input {...x} inputMode="numeric" value={c.investigators || ''} onChange={(e) => set({ investigators: Math.min(99, Number(e.target.value.replace(/\D/g, ''))) })} />}</Field>
        </div>
      </Section>
      <Section title={t('draft.facts.group.dates')}>
        <div className="form">
          {line('penalty_case', t('draft.facts.penaltyCase'), 100)}
          {day('penalty_filed_on', t('draft.facts.penaltyFiled'), t('draft.facts.penaltyFiledHint'))}
          <div className="field-wide"><Checkbox checked={c.penalty_decided ?? false} onChange={(e) => set({ penalty_decided: e.target.checked })}>{t('draft.facts.penaltyDecided')}</Checkbox></div>
          {day('seized_on', t('draft.facts.seized'), t('draft.facts.seizedHint'))}
          {day('registered_on', t('draft.facts.registered'), ' ')}
        </div>
      </Section>
    </>
  );
}
