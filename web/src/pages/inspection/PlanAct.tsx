import { App, Button, Checkbox, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { actOn, commitment, current, openDraw, useCheckItems, useRenewInspection, type Drawn, type Plan } from '../../api/inspection';
import { useColleagues } from '../../api/people';
import { Field } from '../../components/Field';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';
import { useInspectionWords } from '../../i18n/inspection';
import { keptNonce, makeNonce } from './nonce';

interface Props { p: Plan; act: string; onClose: () => void; onOpened: (d: Drawn) => void }

/** One act on a plan: what it does, what it asks for, and why it was refused. */
export function PlanAct({ p, act, onClose, onOpened }: Props) {
  const { t } = useText();
  const w = useInspectionWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const round = current(p);
  const offered = useCheckItems().data?.items.filter((x) => x.published_on && !x.withdrawn_on) ?? [];
  const defaulting = p.agencies.filter((a) => a.misses >= 2 && a.state === 'joined' && a.agency !== p.initiator);
  const invited = p.agencies.filter((a) => a.state === 'invited');
  const colleagues = (useColleagues(act === 'hand_over').data?.items ?? []).filter((x) => x.name !== p.planner_name && x.functions.some((f) => f === 'handler' || f === 'head' || f === 'coordinator'));
  const [v, setV] = useState({ to: '', mode: 'open', within: 30, room: '', reason: '', done: false, items: [] as string[], agency: (act === 'recall' ? invited : defaulting)[0]?.agency ?? '', nonce: round ? (act === 'commit' ? makeNonce(round.id) : keptNonce(round.id)) : '' });
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const reasoned = ['void', 'exclude', 'redraw', 'open', 'withdraw', 'decline', 'recall', 'cancel', 'hand_over'].includes(act);
  const body = () => {
    switch (act) {
      case 'join': return { items: v.items };
      case 'freeze': return v.mode === 'manual' ? { mode: v.mode, reveal_minutes: v.within } : { mode: v.mode };
      case 'commit': return { commitment: commitment(round?.terms_hash ?? '', p.mine, v.nonce) };
      case 'reveal': return { nonce: v.nonce.trim() };
      case 'draw': return v.room.trim() ? { room: v.room.trim() } : {};
      case 'hand_over': return { user: v.to, reason: v.reason };
      case 'recall':
      case 'exclude': return { agency: v.agency, reason: v.reason };
      case 'publish': return { visits_done: v.done };
      default: return { reason: v.reason };
    }
  };
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      if (act === 'open') onOpened(await openDraw(p.id, v.reason));
      else await actOn(p.id, act === 'hand_over' ? 'planner' : act, body());
      void message.success(w.done);
      await renew();
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const ready = (!reasoned || v.reason.trim().length >= 2) && (act !== 'join' || v.items.length > 0) && (act !== 'hand_over' || v.to !== '') && (act !== 'reveal' || /^[0-9a-f]{64}$/.test(v.nonce.trim()));
  return (
    <Modal open title={w.act[act]} className="insp-dialog" onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={!ready} onClick={() => void submit()}>{w.do}</Button></>}>
      <p>{w.say[act]}</p>
      {act === 'join' && <Field label={w.form.items} required wide>{(f) => <Select {...f} mode="multiple" style={{ width: '100%' }} optionFilterProp="label" value={v.items} onChange={(items: string[]) => set({ items })} options={offered.map((x) => ({ value: x.id, label: `${x.code} v${x.version} ${x.title}` }))} />}</Field>}
      {act === 'freeze' && <><Segmented block value={v.mode} onChange={(mode) => set({ mode: String(mode) })} options={[{ value: 'open', label: w.mode.open }, { value: 'manual', label: w.mode.manual }]} /><Note tone="grey">{v.mode === 'open' ? w.trustOpen : w.trustManual}</Note>{v.mode === 'manual' && <Field label={w.within} hint={w.withinHint} wide>{(f) => <Select {...f} style={{ width: '100%' }} value={v.within} onChange={(within: number) => set({ within })} options={[5, 10, 30, 60, 120, 1440, 4320].map((n) => ({ value: n, label: w.minutes(n) }))} />}</Field>}</>}
      {act === 'commit' && <Field label={w.keep} wide>{(f) => <Input.TextArea {...f} readOnly autoSize value={v.nonce} />}</Field>}
      {act === 'reveal' && <>{v.nonce === '' && <Note tone="amber">{w.lost}</Note>}<Field label={w.nonce} required wide>{(f) => <Input {...f} value={v.nonce} maxLength={64} spellCheck={false} autoComplete="off" onChange={(e) => set({ nonce: e.target.value })} />}</Field></>}
      {act === 'draw' && <Field label={w.room} optional wide>{(f) => <Input {...f} value={v.room} maxLength={60} onChange={(e) => set({ room: e.target.value })} />}</Field>}
      {act === 'hand_over' && <Field label={w.to} required wide>{(f) => <Select {...f} style={{ width: '100%' }} value={v.to || undefined} onChange={(to: string) => set({ to })} options={colleagues.map((x) => ({ value: x.id, label: x.name }))} />}</Field>}
      {(act === 'exclude' || act === 'recall') && <Field label={w.col.agency} required wide>{(f) => <Select {...f} style={{ width: '100%' }} value={v.agency} onChange={(agency: string) => set({ agency })} options={(act === 'recall' ? invited : defaulting).map((a) => ({ value: a.agency, label: a.name }))} />}</Field>}
      {act === 'publish' && <p><Checkbox checked={v.done} onChange={(e) => set({ done: e.target.checked })}>{w.visitsDone}</Checkbox></p>}
      {reasoned && <Field label={w.reason} required wide>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={v.reason} onChange={(e) => set({ reason: e.target.value })} />}</Field>}
      {error !== undefined && <ProblemNote error={error} titleOf={(a) => w.act[a]} />}
    </Modal>
  );
}
