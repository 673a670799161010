import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useRenewInspection } from '../../api/inspection';
import { setAbsence, type Absence as Body } from '../../api/programmes';
import { DateInput, Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';
import { useLimitWords } from '../../i18n/limits';
import { useProgrammeWords } from '../../i18n/programmes';

interface Who { id: string; name: string; number: string; leaves: { from: string; to: string }[]; recused_from: string[]; territory: string[] }

/** Leaves of an inspector, and the enterprises that he keeps away from (请假、回避). */
export function AbsenceDialog({ who, onClose }: { who: Who; onClose: () => void }) {
  const { t } = useText();
  const w = useProgrammeWords();
  const wl = useLimitWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const [leaves, setLeaves] = useState(who.leaves);
  const [serves, setServes] = useState(who.territory.join('，'));
  const [codes, setCodes] = useState(who.recused_from.join('，'));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const put = (i: number, part: Partial<(typeof leaves)[number]>) => setLeaves((old) => old.map((l, j) => (i === j ? { ...l, ...part } : l)));
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const body: Body = { leaves: leaves.filter((l) => l.from || l.to), recused_from: codes.split(/[,，、;；\s]+/).filter(Boolean), territory: serves.split(/[,，、;；\s]+/).filter(Boolean) };
      await setAbsence(who.id, body);
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
    <Modal open title={`${w.absence} · ${who.name} ${who.number}`} className="insp-dialog" onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} onClick={() => void save()}>{w.f.save}</Button></>}>
      {leaves.map((l, i) => (
        <div className="insp-leave" key={i}>
          <Field label={w.f.from}>{(f) => <DateInput {...f} value={l.from} onChange={(from) => put(i, { from })} />}</Field>
          <Field label={w.f.to}>{(f) => <DateInput {...f} value={l.to} onChange={(to) => put(i, { to })} />}</Field>
          <Button onClick={() => setLeaves((old) => old.filter((_, j) => j !== i))}>{w.remove}</Button>
        </div>
      ))}
      <p className="insp-acts"><Button onClick={() => setLeaves((old) => [...old, { from: '', to: '' }])}>{w.addLeave}</Button></p>
      <Field label={wl.serves} hint={wl.servesHint} optional wide>{(f) => <Input {...f} maxLength={1000} value={serves} onChange={(e) => setServes(e.target.value)} />}</Field>
      <Field label={w.recused} hint={w.recusedHint} optional wide>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 2, maxRows: 6 }} value={codes} onChange={(e) => setCodes(e.target.value)} />}</Field>
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
