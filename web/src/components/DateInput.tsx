import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { readDay, readTime } from '../format/day';
import { useText } from '../i18n';
import { Icon } from './icons';

interface Props { id?: string; value?: string; onChange: (v: string) => void; max?: string; min?: string; time?: boolean; label?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean; 'aria-required'?: boolean; status?: 'error' }

/**
 * A civil day as 2026-09-30, typed in any usual way or picked from the browser's
 * calendar. With a time it is the time of the office: no zone of the machine can
 * move it.
 */
export function DateInput({ id, value = '', onChange, max, min, time, status, label, ...aria }: Props) {
  const { t } = useText();
  const [day = '', clock = ''] = value.split('T');
  const [text, setText] = useState(day);
  const [hour, setHour] = useState(clock);
  const picker = useRef<HTMLInputElement>(null);
  useEffect(() => setText(day), [day]);
  useEffect(() => setHour(clock), [clock]);

  const send = (d: string, c: string) => onChange(time && d ? `${d}T${c || '09:00'}` : d);
  const type = (s: string) => {
    setText(s);
    const d = readDay(s);
    if (d) send(d, clock);
    else if (s.trim() === '') onChange('');
  };
  const bad = text.trim() !== '' && !readDay(text);
  return (
    <span className={status || bad ? 'day day-bad' : 'day'}>
      <input {...aria} id={id} aria-label={label} className="plain-input" inputMode="numeric" autoComplete="off" value={text} placeholder={t('dayHint')} aria-invalid={bad || aria['aria-invalid']}
        onChange={(e) => type(e.target.value)} onBlur={() => { const d = readDay(text); setText(d ?? text); }} />
      <input ref={picker} type="date" className="day-picker" tabIndex={-1} aria-hidden="true" value={day} max={max?.slice(0, 10)} min={min?.slice(0, 10)} onChange={(e) => e.target.value && send(e.target.value, clock)} />
      <Button type="text" className="day-button" icon={<Icon name="calendar" />} aria-label={label ? `${label}：${t('pickDay')}` : t('pickDay')} onClick={() => picker.current?.showPicker()} />
      {time && <input className="plain-input day-time" inputMode="numeric" autoComplete="off" value={hour} placeholder="09:00" aria-label={t('officeTime')} aria-invalid={hour !== '' && !readTime(hour)}
        onChange={(e) => { setHour(e.target.value); const c = readTime(e.target.value); if (c && day) send(day, c); }} onBlur={() => setHour(readTime(hour) ?? clock)} />}
    </span>
  );
}
