import { App, Button, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { proposeGrant, useRenewItems, type EnforcementItem } from '../../api/items';
import { problemOf } from '../../api/problem';
import type { Agency } from '../../api/types';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';
import { useItemWords } from '../../i18n/items';

/** Gives an item to a township by a published decision; somebody else puts it into force. */
export function GrantDialog({ item, townships, onClose }: { item: EnforcementItem; townships: Agency[]; onClose: () => void }) {
  const { t, say } = useText();
  const w = useItemWords();
  const { message } = App.useApp();
  const renew = useRenewItems();
  const [v, setV] = useState({ township: townships.length === 1 ? townships[0]!.code : '', document: '', number: '', from: civilDay(now()), to: '' });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const wrong = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const must = (x: string) => (tried && x.trim() === '' ? t('required') : undefined);
  const submit = async () => {
    setTried(true);
    if (!v.township || !v.document.trim() || !v.from) return;
    setBusy(true);
    setError(undefined);
    try {
      const { number, to, ...rest } = v;
      await proposeGrant({ item: item.code, ...rest, document: v.document.trim(), ...(number.trim() ? { number: number.trim() } : {}), ...(to ? { to } : {}) });
      void message.success(w.proposed);
      await renew();
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={w.grantTitle(say(item.title) || item.title.zh)} onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={townships.length === 0} onClick={() => void submit()}>{w.propose}</Button></>}>
      <p className="quiet">{w.grantHelp}</p>
      {townships.length === 0 && <Note tone="amber">{w.noTownships}</Note>}
      <div className="form items-grant">
        <Field label={w.grantTo} required wide error={wrong.get('township') ?? must(v.township)}>{(x) => <Select {...x} style={{ width: '100%' }} value={v.township || undefined} onChange={(township: string) => set({ township })} options={townships.map((a) => ({ value: a.code, label: a.name }))} />}</Field>
        <Field label={w.document} required wide error={wrong.get('document') ?? must(v.document)}>{(x) => <Input {...x} value={v.document} maxLength={200} onChange={(e) => set({ document: e.target.value })} />}</Field>
        <Field label={w.number} optional wide error={wrong.get('number')}>{(x) => <Input {...x} value={v.number} maxLength={100} onChange={(e) => set({ number: e.target.value })} />}</Field>
        <Field label={w.first} required error={wrong.get('from') ?? must(v.from)}>{(x) => <DateInput {...x} value={v.from} onChange={(from) => set({ from })} />}</Field>
        <Field label={w.last} optional hint={w.lastHint} error={wrong.get('to')}>{(x) => <DateInput {...x} value={v.to} onChange={(to) => set({ to })} />}</Field>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
