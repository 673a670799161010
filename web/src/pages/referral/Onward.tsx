import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { useOnward, type Onward as View } from '../../api/peers';
import { stepUp, useAgencies, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag, type Tone } from '../../components/Tag';
import { useMessageWords } from '../../i18n/messages';

const tones: Record<string, Tone> = { open: 'amber', granted: 'green', refused: 'red' };

/** 不得转发: whether the case may go on, to whom, and the way to leave for it. */
export function Onward({ id }: { id: string }) {
  const w = useMessageWords();
  const q = useOnward(id);
  const v = q.data;
  if (!v || (!v.bound && !v.provided)) return null;
  return (
    <div className="onward">
      <Note tone="amber">{v.bound ? w.bound(w.from(v.origin ?? '', v.hub ?? '')) : w.provided}</Note>
      <p><span className="quiet">{v.epoch > 0 ? w.members(v.epoch) : w.noList}</span> {v.epoch > 0 && (v.members.length === 0 ? w.noMembers : v.members.map((m) => w.from(m.name, m.hub)).join('、'))}</p>
      {v.questions.map((x) => (
        <div key={x.id}>
          <p>{w.ask1(w.from(x.organ.name, x.organ.hub))} <Tag tone={tones[x.answer] ?? 'grey'}>{w.answer[x.answer]}</Tag> <span className="quiet wrap-any">{x.reason}</span></p>
          {v.may_answer && x.answer === 'open' && <Answer id={id} v={v} question={x.id} organ={x.organ.id} onDone={() => void q.refetch()} />}
        </div>
      ))}
      {v.may_ask && <Ask id={id} onDone={() => void q.refetch()} />}
    </div>
  );
}

function Ask({ id, onDone }: { id: string; onDone: () => void }) {
  const w = useMessageWords();
  const { message } = App.useApp();
  const agencies = useAgencies().data?.items ?? [];
  const [to, setTo] = useState<string>();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const ask = async () => {
    setBusy(true);
    const { error: refusal } = await api.POST('/v1/referrals/{id}/onward/questions', { params: { path: { id } }, body: { to: to ?? '', reason } });
    setBusy(false);
    setError(refusal);
    if (!refusal) {
      void message.success(w.asked);
      setReason('');
      onDone();
    }
  };
  return (
    <details className="exchange-receipts no-print">
      <summary>{w.ask}</summary>
      <div className="hand-do">
        <Select showSearch={{ optionFilterProp: 'label' }} style={{ minWidth: '14em' }} value={to} onChange={setTo} aria-label={w.askTo} placeholder={w.askTo} options={agencies.map((a) => ({ value: a.id, label: a.name }))} />
        <Input.TextArea value={reason} onChange={(e) => setReason(e.target.value)} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={2000} aria-label={w.askWhy} placeholder={w.askWhy} />
        <Button loading={busy} disabled={!to || reason.trim() === ''} onClick={() => void ask()}>{w.ask}</Button>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
    </details>
  );
}

function Answer({ id, v, question, organ, onDone }: { id: string; v: View; question: string; organ: string; onDone: () => void }) {
  const w = useMessageWords();
  const { message } = App.useApp();
  const me = useMe().data;
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const answer = async (yes: boolean) => {
    setBusy(true);
    const kept = v.members.map((m) => m.id).filter((m) => m !== organ);
    const { error: refusal } = await api.PUT('/v1/referrals/{id}/onward/members', { params: { path: { id } }, body: { members: yes ? [...kept, organ] : kept, answers: question, reason } });
    setBusy(false);
    setError(refusal);
    if (!refusal) {
      void message.success(w.published);
      onDone();
    }
  };
  return (
    <div className="no-print">
      <div className="hand-do">
        <Input.TextArea value={reason} onChange={(e) => setReason(e.target.value)} autoSize={{ minRows: 1, maxRows: 4 }} maxLength={2000} aria-label={w.answerWhy} placeholder={w.answerWhy} />
        <Button type="primary" loading={busy} disabled={reason.trim() === ''} onClick={() => void answer(true)}>{w.grant}</Button>
        <Button loading={busy} disabled={reason.trim() === ''} onClick={() => void answer(false)}>{w.refuse}</Button>
      </div>
      {error !== undefined && (problemOf(error).code === 'step_up_required' ? <p><Button size="small" onClick={() => void stepUp(me, `/referrals/${id}#exchange`)}>{w.login}</Button></p> : <ProblemNote error={error} />)}
    </div>
  );
}
