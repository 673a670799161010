import { App, Button, Checkbox, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { meet, useRenewMeetings, type Meeting } from '../../api/meetings';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { officeInstant, useSend } from './NewMeeting';

/** Steps that a dialog takes; the others have their place on the page. */
export const dialogs = ['reply', 'answer', 'countersign', 'hold', 'call', 'record_late', 'minute', 'print', 'close', 'notice', 'poll', 'object', 'move', 'cancel'];

const routes: Record<string, string> = { record_late: 'record-late', minute: 'submit', notice: 'documents', print: 'documents' };
const local = (iso: string) => stamp(iso).replace(' ', 'T');

/** One step with a meeting: what it does, what it needs, and its refusal. */
export function MeetingAct({ m, act, onClose }: { m: Meeting; act: string; onClose: () => void }) {
  const { t } = useText();
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { message } = App.useApp();
  const { busy, error, run, wrong } = useSend();
  const [name = act, slot] = act.split(':');
  const own = m.agencies.find((a) => a.agency === m.mine);
  const [v, setV] = useState({
    reason: '', number: '', from: local(m.from), to: local(m.to), place: m.place, reply: own && own.reply !== 'none' ? own.reply : 'accepted', note: own?.note ?? '',
    slots: [{ from: '', to: '' }, { from: '', to: '' }],
    answers: Object.fromEntries(m.slots.map((s) => [s.id, s.answers.find((a) => a.agency === m.mine)?.answer ?? 'yes'])) as Record<string, string>,
    who: Object.fromEntries(m.agencies.map((a) => [a.agency, { present: a.agency === m.convener || a.reply === 'accepted' || a.signed_in.length > 0, attendees: a.attendees || a.signed_in.join('、') }])),
  });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const reasoned = ['cancel', 'move', 'object', 'record_late'].includes(name);
  const coming = ['hold', 'record_late'].includes(name);
  const slots = v.slots.filter((s) => s.from && s.to);
  const ready = (!reasoned || v.reason.trim().length >= 2) && (name !== 'poll' || slots.length > 0);
  const body = (): object => {
    const attendance = m.agencies.map((a) => ({ agency: a.agency, present: v.who[a.agency]!.present, attendees: v.who[a.agency]!.attendees.trim() }));
    switch (name) {
      case 'reply': return { reply: v.reply, note: v.note.trim() };
      case 'answer': return { answers: m.slots.map((s) => ({ slot: s.id, answer: v.answers[s.id] })) };
      case 'choose': return { slot };
      case 'poll': return { slots: slots.map((s) => ({ from: officeInstant(s.from), to: officeInstant(s.to) })) };
      case 'move': return { from: officeInstant(v.from), to: officeInstant(v.to), place: v.place.trim(), reason: v.reason.trim() };
      case 'hold': return { attendance };
      case 'record_late': return { attendance, reason: v.reason.trim() };
      case 'countersign': return { digest: m.signs };
      case 'notice': return { kind: 'meeting_notice', ...(v.number.trim() ? { number: v.number.trim() } : {}) };
      case 'print': return { kind: 'meeting_minutes', ...(v.number.trim() ? { number: v.number.trim() } : {}) };
      case 'cancel': case 'object': return { reason: v.reason.trim() };
      default: return {};
    }
  };
  const submit = () => void run(async () => {
    await meet(m.id, routes[name] ?? name, body());
    void message.success(w.done);
    await renew();
    onClose();
  });
  return (
    <Modal open title={name === 'choose' ? w.choose : w.act[name]} className="meet-dialog" width={coming ? 640 : 520} onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" danger={name === 'cancel'} loading={busy} disabled={!ready} onClick={submit}>{w.do}</Button></>}>
      {w.say[name] && <p>{w.say[name]}</p>}
      
      {name === 'reply' && <><Segmented block value={v.reply} onChange={(reply) => set({ reply: reply as typeof v.reply })} options={['accepted', 'tentative', 'declined'].map((x) => ({ value: x, label: w.reply[x] }))} /><Field label={w.note} optional wide>{(f) => <Input {...f} value={v.note} maxLength={300} onChange={(e) => set({ note: e.target.value })} />}</Field></>}
      {name === 'answer' && m.slots.map((s) => <div key={s.id} className="meet-slot"><span className="num">{stamp(s.from)}–{stamp(s.to).slice(11)}</span><Segmented value={v.answers[s.id]} onChange={(x) => set({ answers: { ...v.answers, [s.id]: String(x) } })} options={['yes', 'maybe', 'no'].map((x) => ({ value: x, label: w.answer[x] }))} /></div>)}
      {name === 'poll' && <>{v.slots.map((s, i) => (
        <div key={i} className="meet-form">
          <Field label={`${w.when} ${i + 1}`} error={wrong.get(`slots[${i}]`)}>{(f) => <DateInput {...f} time value={s.from} onChange={(from) => set({ slots: v.slots.map((x, j) => (j === i ? { from, to: x.to || (from ? `${from.slice(0, 10)}T${String(Math.min(23, Number(from.slice(11, 13)) + 2)).padStart(2, '0')}:${from.slice(14, 16)}` : '') } : x)) })} />}</Field>
          <Field label={w.to}>{(f) => <DateInput {...f} time value={s.to} onChange={(to) => set({ slots: v.slots.map((x, j) => (j === i ? { ...x, to } : x)) })} />}</Field>
        </div>
      ))}{v.slots.length + m.slots.length < 10 && <Button size="small" onClick={() => set({ slots: [...v.slots, { from: '', to: '' }] })}>{w.addSlot}</Button>}</>}
      {name === 'move' && <div className="meet-form">
        <Field label={w.when} required error={wrong.get('from')}>{(f) => <DateInput {...f} time value={v.from} onChange={(from) => set({ from })} />}</Field>
        <Field label={w.to} required>{(f) => <DateInput {...f} time value={v.to} onChange={(to) => set({ to })} />}</Field>
        <Field label={w.place} optional wide>{(f) => <Input {...f} value={v.place} maxLength={120} onChange={(e) => set({ place: e.target.value })} />}</Field>
      </div>}
      {coming && m.agencies.map((a) => (
        <div key={a.agency} className="meet-who">
          <Checkbox checked={v.who[a.agency]!.present} disabled={a.agency === m.convener} onChange={(e) => set({ who: { ...v.who, [a.agency]: { ...v.who[a.agency]!, present: e.target.checked } } })}>{a.short_name}</Checkbox>
          <Input aria-label={`${a.short_name} ${w.attendees}`} placeholder={w.attendees} maxLength={300} value={v.who[a.agency]!.attendees} onChange={(e) => set({ who: { ...v.who, [a.agency]: { ...v.who[a.agency]!, attendees: e.target.value } } })} />
        </div>
      ))}
      {['notice', 'print'].includes(name) && <Field label={w.number} hint={w.numberHint} optional wide error={wrong.get('number')}>{(f) => <Input {...f} value={v.number} maxLength={60} onChange={(e) => set({ number: e.target.value })} />}</Field>}
      {reasoned && <Field label={w.reason} required wide error={wrong.get('reason')}>{(f) => <Input.TextArea {...f} rows={2} maxLength={300} value={v.reason} onChange={(e) => set({ reason: e.target.value })} />}</Field>}
      {error !== undefined && <ProblemNote error={error} titleOf={(a) => w.act[a]} />}
    </Modal>
  );
}
