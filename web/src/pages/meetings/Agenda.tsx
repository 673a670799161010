import { App, Button, Input, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { meet, nameIn, useProposals, useRenewMeetings, type Agenda, type Meeting } from '../../api/meetings';
import { Empty } from '../../components/Empty';
import { Field } from '../../components/Field';
import { PaperModal } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { useSend } from './NewMeeting';
import { ResolutionLight, ResolutionSteps } from './Resolutions';

/** The agenda: unkept resolutions first, then the items in the convener's order. */
export function AgendaPart({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { error, run } = useSend();
  const [dialog, setDialog] = useState<{ item: Agenda; what: 'settle' | 'position' }>();
  const [paper, setPaper] = useState<string>();
  const edits = m.actions.includes('arrange');
  const sheets = m.state !== 'cancelled' && m.agenda.some((x) => x.number && x.state !== 'agreed');
  const root = `/v1/meetings/${m.id}`;
  const order = (items: string[]) => void run(async () => { await meet(m.id, 'order', { items }); await renew(); });
  const ids = m.agenda.map((x) => x.id);
  const swap = (i: number, j: number) => order(ids.map((x, k) => (k === i ? ids[j]! : k === j ? ids[i]! : x)));
  return (
    <Section title={w.agenda} flush extra={sheets && <Button size="small" onClick={() => setPaper(`${root}/sheets`)}>{w.sheets}</Button>}>
      {m.positions_by && m.agenda.some((x) => x.awaited.length > 0) && <p className="meet-pad quiet">{w.positionsBy(m.positions_by)}</p>}
      {m.carried.length > 0 && <div className="meet-carried"><h3>{w.carried}</h3><ol>{m.carried.map((r) => (
        <li key={r.id}>
          <p>{r.text}</p>
          <p className="quiet"><Link to={`/meetings/${r.meeting}`} className="num">{w.carriedFrom(r.meeting_number)}</Link> · {w.col.owner}：{nameIn(m, r.owner)} · {w.promise[r.state]}</p>
          <p><ResolutionLight r={r} /> <ResolutionSteps meeting={r.meeting} r={r} /></p>
        </li>
      ))}</ol></div>}
      {m.agenda.length === 0 && m.carried.length === 0 && <Empty title={w.noAgenda} />}
      <ol className="meet-agenda" start={m.carried.length + 1}>{m.agenda.map((x, i) => (
        <li key={x.id} className={x.state === 'agreed' ? 'meet-off' : undefined}>
          <div className="meet-item">
            <span>{x.title} <Tag tone={x.source === 'overdue' || x.source === 'disputed' ? 'amber' : 'grey'}>{w.source[x.source]}</Tag> {x.state !== 'open' && <Tag tone="green">{w.itemState[x.state]}</Tag>}</span>
            {edits && <span className="meet-item-acts"><Button size="small" type="text" disabled={i === 0} aria-label={`${w.up} ${x.title}`} onClick={() => swap(i, i - 1)}>↑</Button><Button size="small" type="text" disabled={i === m.agenda.length - 1} aria-label={`${w.down} ${x.title}`} onClick={() => swap(i, i + 1)}>↓</Button><Button size="small" type="text" danger onClick={() => order(ids.filter((y) => y !== x.id))}>{w.remove}</Button></span>}
          </div>
          {x.number && <p className="quiet">{x.case ? <Link to={`/referrals/${x.case}`} className="num">{x.number}</Link> : <span title={w.onlyNumber} className="num">{x.number}</span>}</p>}
          {x.outcome && <p>{w.outcome}：{x.outcome}</p>}
          {x.positions.map((p) => <p key={p.agency} className="quiet"><Tag tone={p.stance === 'agree' ? 'green' : p.stance === 'disagree' ? 'red' : 'amber'}>{w.stance[p.stance]}</Tag> {nameIn(m, p.agency)}{p.text && `：${p.text}`}</p>)}
          {m.state === 'called' && x.awaited.length > 0 && <p className="quiet"><Tag tone={x.awaited.includes(m.mine) ? 'amber' : 'grey'}>{w.noPosition}</Tag> {x.awaited.map((a) => nameIn(m, a)).join('、')}</p>}
          <p className="meet-acts">
            {x.number && m.state !== 'cancelled' && <Button size="small" onClick={() => setPaper(`${root}/items/${x.id}/sheet`)}>{w.sheet}</Button>}
            {m.actions.includes('position') && x.state === 'open' && <Button size="small" onClick={() => setDialog({ item: x, what: 'position' })}>{w.takePosition}</Button>}
            {edits && x.state !== 'agreed' && <Button size="small" onClick={() => setDialog({ item: x, what: 'settle' })}>{m.state === 'held' ? w.discuss : w.settle}</Button>}
          </p>
        </li>
      ))}</ol>
      {error !== undefined && <ProblemNote error={error} />}
      {edits && <AddItem m={m} />}
      {edits && m.state !== 'held' && <Proposals m={m} />}
      <PaperModal src={paper} title={w.sheet} onClose={() => setPaper(undefined)} />
      {dialog && <ItemDialog m={m} item={dialog.item} what={dialog.what} onClose={() => setDialog(undefined)} />}
    </Section>
  );
}

function AddItem({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const [title, setTitle] = useState('');
  const add = () => void run(async () => {
    await meet(m.id, 'items', { items: [{ source: 'own', title: title.trim() }] });
    setTitle('');
    await renew();
  });
  return (
    <div className="meet-add">
      <Input aria-label={w.own} placeholder={w.own} maxLength={200} value={title} onChange={(e) => setTitle(e.target.value)} onPressEnter={() => title.trim().length >= 2 && add()} />
      <Button loading={busy} disabled={title.trim().length < 2} onClick={add}>{w.add}</Button>
      {error !== undefined && <ProblemNote error={error} />}
    </div>
  );
}

/** Cases of my agency that the meeting could talk about. */
function Proposals({ m }: { m: Meeting }) {
  const { say, word } = useText();
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const list = useProposals(m.id, true);
  const items = (list.data?.items ?? []).filter((p) => !p.taken);
  const add = (all: typeof items) => void run(async () => {
    await meet(m.id, 'items', { items: all.map((p) => ({ source: p.source, case: p.case, title: p.title.zh.slice(0, 200) })) });
    await renew();
  });
  if (!list.data) return null;
  return (
    <div className="meet-proposals">
      <h3>{w.proposals}</h3>
      {items.length === 0 && <p className="quiet">{w.noProposals}</p>}
      <ul>{items.slice(0, 30).map((p) => (
        <li key={p.case}>
          <span><Tag tone="amber">{w.source[p.source]}</Tag> <Link to={`/referrals/${p.case}`}>{say(p.title)}</Link><span className="quiet"> · {word('kind', p.kind)} · {w.days(p.days)}{p.reason && ` · ${p.reason}`}</span></span>
          <Button size="small" loading={busy} onClick={() => add([p])}>{w.add}</Button>
        </li>
      ))}</ul>
      {error !== undefined && <ProblemNote error={error} />}
    </div>
  );
}

function ItemDialog({ m, item, what, onClose }: { m: Meeting; item: Agenda; what: 'settle' | 'position'; onClose: () => void }) {
  const { t } = useText();
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { message } = App.useApp();
  const { busy, error, run } = useSend();
  const own = item.positions.find((p) => p.agency === m.mine);
  const [stance, setStance] = useState<string>(own?.stance ?? 'agree');
  const [text, setText] = useState(what === 'position' ? own?.text ?? '' : item.outcome ?? '');
  const submit = () => void run(async () => {
    if (what === 'position') await meet(m.id, `items/${item.id}/position`, { stance, text: text.trim() });
    else await meet(m.id, `items/${item.id}/settle`, { state: m.state === 'held' ? 'discussed' : 'agreed', outcome: text.trim() });
    void message.success(w.done);
    await renew();
    onClose();
  });
  return (
    <Modal open title={what === 'position' ? w.takePosition : m.state === 'held' ? w.discuss : w.settle} className="meet-dialog" onCancel={onClose} maskClosable={false} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} onClick={submit}>{w.do}</Button></>}>
      <p>{item.title}</p>
      {what === 'position' && <Segmented block value={stance} onChange={(x) => setStance(String(x))} options={['agree', 'discuss', 'disagree'].map((x) => ({ value: x, label: w.stance[x] }))} />}
      <Field label={what === 'position' ? w.note : w.outcome} optional wide>{(f) => <Input.TextArea {...f} rows={3} maxLength={1000} value={text} onChange={(e) => setText(e.target.value)} />}</Field>
      {error !== undefined && <ProblemNote error={error} />}
    </Modal>
  );
}
