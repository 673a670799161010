import { useState } from 'react';
import { Button } from 'antd';
import { DateInput, Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';

/** 履职留痕单 of a period: what the law asked of my organ, when it was done, the proof. */
export function DutyRecord() {
  const { t } = useText();
  const today = civilDay(now());
  const [from, setFrom] = useState(`${today.slice(0, 4)}-01-01`);
  const [to, setTo] = useState(today);
  const bad = !from || !to ? t('acts.required') : to < from ? t('mine.duty.order') : to > today ? t('mine.duty.future') : undefined;
  const path = `/v1/me/duty-record?from=${from}&to=${to}`;
  return (
    <Section id="duty-record" title={t('mine.duty.title')}>
      <p className="admin-say">{t('mine.duty.say')}</p>
      <div className="form">
        <Field label={t('mine.duty.from')} required>{(f) => <DateInput {...f} value={from} max={to || today} onChange={setFrom} />}</Field>
        <Field label={t('mine.duty.to')} required>{(f) => <DateInput {...f} value={to} min={from} max={today} onChange={setTo} />}</Field>
      </div>
      {bad && <Note tone="amber" live>{bad}</Note>}
      <div className="admin-foot">
        <Button type="primary" disabled={bad !== undefined} icon={<Icon name="paper" />} href={bad ? undefined : path} target="_blank">{t('mine.duty.make')}</Button>
        <Button disabled={bad !== undefined} href={bad ? undefined : `${path}&format=docx`}>{t('referral.documents.editable')}</Button>
      </div>
    </Section>
  );
}
