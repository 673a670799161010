// Taking down a counterpart's act from its paper (代录), and entering an act of
// one's own late (补录).
import { Checkbox, Input } from 'antd';
import type { Referral } from '../api/types';
import { DateInput } from '../components/DateInput';
import { Choices, Field } from '../components/Field';
import { UploadButton } from '../components/UploadButton';
import { now } from '../format/clock';
import { civilDay, clockTime } from '../format/time';
import { useText } from '../i18n';
import type { ActValues } from './values';

interface Block { v: ActValues; set: (v: Partial<ActValues>) => void; bad: Set<string>; errors: Map<string, string> }

export function PaperBlock({ r, v, set, bad, errors, counterpart }: Block & { r: Referral; counterpart: string }) {
  const { t } = useText();
  const wrong = (f: string, path: string) => errors.get(path) ?? (bad.has(f) ? t('acts.required') : undefined);
  return (
    <fieldset className="paper-block field-wide">
      <legend>{t('acts.paperTitle', { agency: counterpart })}</legend>
      <p className="field-hint">{t('acts.paperHelp')}</p>
      <div className="form">
        <Field label={t('acts.paperDate')} required error={wrong('paper_date', 'paper.date')}>{(x) => <DateInput {...x} value={v.paper_date} max={civilDay(now())} onChange={(d) => set({ paper_date: d })} />}</Field>
        <Field label={t('acts.paperNumber')} error={wrong('document_no', 'paper.number')} optional>{(x) => <Input {...x} value={v.paper_number} maxLength={100} onChange={(e) => set({ paper_number: e.target.value })} />}</Field>
        <Choices legend={t('acts.paperScan')} hint={t('acts.paperScanHint')} error={errors.get('paper.evidence_id')}>
          <UploadButton referral={r} done={v.paper_name} accept="application/pdf,image/*" label={t('acts.paperScanPick')} onDone={(e) => set({ paper_evidence: e.id, paper_name: e.name })} />
        </Choices>
      </div>
    </fieldset>
  );
}

export function LateBlock({ v, set, bad, errors }: Block) {
  const { t } = useText();
  const wrong = (f: string) => errors.get(f) ?? (bad.has(f) ? t('acts.required') : undefined);
  const open = v.late || errors.has('ground') || errors.has('occurred_at');
  return (
    <div className="field field-wide late">
      <Checkbox checked={open} onChange={(e) => set({ late: e.target.checked })}>{t('acts.late')}</Checkbox>
      {open && (
        <div className="form">
          <Field label={t('acts.occurredAt')} required error={wrong('occurred_at')}>{(x) => <DateInput {...x} time value={v.occurred_at} max={`${civilDay(now())}T${clockTime(now())}`} onChange={(d) => set({ occurred_at: d, late: true })} />}</Field>
          <Field label={t('acts.ground')} required error={wrong('ground')}>{(x) => <Input {...x} value={v.ground} maxLength={500} placeholder={t('acts.groundHint')} onChange={(e) => set({ ground: e.target.value, late: true })} />}</Field>
        </div>
      )}
    </div>
  );
}
