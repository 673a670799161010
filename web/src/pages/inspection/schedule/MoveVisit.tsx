import { App, Button, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useRenewInspection } from '../../../api/inspection';
import { moveVisit, type Visit } from '../../../api/schedule';
import { DateInput, Field } from '../../../components/Field';
import { ProblemNote } from '../../../components/ProblemNote';
import { useText } from '../../../i18n';
import { useScheduleWords } from '../../../i18n/schedule';

/** Moves a visit by hand, to where it was dragged or as it is typed; the hub says what stands against it. */
export function MoveVisit({ v, day, half, onClose }: { v: Visit; day?: string; half?: 'am' | 'pm'; onClose: () => void }) {
  const { t } = useText();
  const w = useScheduleWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const [to, setTo] = useState({ day: day ?? v.day ?? '', half: half ?? v.half ?? 'am', reason: '' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const told = v.state === 'announced';
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await moveVisit(v.id, { version: v.version, day: to.day, half: to.half, ...(to.reason.trim() ? { reason: to.reason.trim() } : {}) });
      void message.success(w.done);
      await renew();
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open className="insp-dialog" title={w.moveTitle(v.number)} onCancel={onClose} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={!to.day || (told && !to.reason.trim())} onClick={() => void save()}>{w.save}</Button></>}>
      <p>{w.moveHelp}</p>
      <Field label={w.day} required>{(f) => <DateInput {...f} value={to.day} onChange={(day) => setTo({ ...to, day })} />}</Field>
      <Field label={w.halfDay} required>{() => <Segmented block value={to.half} onChange={(half) => setTo({ ...to, half: half as 'am' | 'pm' })} options={['am', 'pm'].map((value) => ({ value, label: w.half[value] }))} />}</Field>
      <Field label={w.reason} hint={w.reasonHint} required={told} optional={!told} wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={to.reason} onChange={(e) => setTo({ ...to, reason: e.target.value })} />}</Field>
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
