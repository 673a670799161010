import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { acceptCourse, referralQuery } from '../../api/referral';
import { problemOf } from '../../api/problem';
import { sayInTransit } from '../../api/silence';
import type { ClockInfo, Referral } from '../../api/types';
import { DateInput, Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { useNow } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';

/** 已决定，文书在途: one tap says it with today's date; another day and a number on demand. */
export function InTransit({ r, clocks }: { r: Referral; clocks: ClockInfo[] }) {
  const { t } = useText();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const today = civilDay(useNow());
  const [more, setMore] = useState(false);
  const [day, setDay] = useState(today);
  const [no, setNo] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const spared = clocks.every((c) => c.quiet_until);
  const say = async (body: { decided_on?: string; document_no?: string }) => {
    setBusy(true);
    setError(undefined);
    try {
      acceptCourse(cache, r.id, await sayInTransit(r.id, body));
      void cache.invalidateQueries({ queryKey: referralQuery(r.id).queryKey });
      void message.success(t('referral.transit.done'));
      setMore(false);
    } catch (err) {
      if (more) setError(err);
      else void message.error(problemOf(err).detail ?? t('problem.unreachable'));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="transit no-print">
      <p>
        <Button size="small" loading={busy && !more} onClick={() => void say({})}>{t('referral.transit.tap')}</Button>{' '}
        <Button size="small" type="link" aria-expanded={more} onClick={() => setMore(!more)}>{t('referral.transit.more')}</Button>
      </p>
      <p className="quiet">{spared ? t('referral.transit.spared') : t('referral.transit.does')}</p>
      {more && (
        <div className="form form-one text-form">
          {error !== undefined && <ProblemNote error={error} />}
          <Field label={t('referral.transit.day')}>{(f) => <DateInput {...f} value={day} max={today} onChange={setDay} />}</Field>
          <Field label={t('referral.transit.no')} optional>{(f) => <Input {...f} maxLength={100} value={no} onChange={(e) => setNo(e.target.value)} />}</Field>
          <p><Button type="primary" size="small" loading={busy} onClick={() => void say({ ...(day ? { decided_on: day } : {}), ...(no.trim() ? { document_no: no.trim() } : {}) })}>{t('referral.transit.save')}</Button> <Button size="small" onClick={() => setMore(false)}>{t('cancel')}</Button></p>
        </div>
      )}
    </div>
  );
}
