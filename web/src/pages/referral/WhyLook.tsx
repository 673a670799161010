import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { send } from '../../api/http';
import { referralQuery } from '../../api/referral';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';

/** Asks why somebody looks at a case outside the own tasks. It bars nothing. */
export function WhyLook({ id }: { id: string }) {
  const { t } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const save = async () => {
    setBusy(true);
    try {
      await send(`/v1/referrals/${id}/reads`, { method: 'POST', body: { reason: reason.trim() } });
      void message.success(t('reads.ask.saved'));
      await cache.invalidateQueries({ queryKey: referralQuery(id).queryKey });
      void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals/{id}/reads', id] });
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Note tone="amber" title={t('reads.ask.title')}>
      <p>{t('reads.ask.help')}</p>
      {error !== undefined && <ProblemNote error={error} />}
      <form className="why-look no-print" onSubmit={(e) => { e.preventDefault(); if (reason.trim().length > 1) void save(); }}>
        <Field label={t('reads.ask.label')} hint={t('reads.ask.hint')}>{(a) => <Input {...a} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />}</Field>
        <Button htmlType="submit" loading={busy} disabled={reason.trim().length < 2}>{t('reads.ask.save')}</Button>
      </form>
    </Note>
  );
}
