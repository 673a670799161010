import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client';
import { useHandMessages, type HandMessage } from '../../api/peers';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { stamp } from '../../format/time';
import { useMessageWords } from '../../i18n/messages';
import { ReadableFold } from './Readable';

/** 来函人工办理: what came from other hubs and no table here carries out. */
export function HandMessages() {
  const w = useMessageWords();
  const q = useHandMessages();
  if (q.isError) return <Section title={w.hand}><ProblemNote error={q.error} onRetry={() => void q.refetch()} /></Section>;
  if (!q.data) return null;
  return (
    <Section title={w.hand} id="by-hand">
      <p className="admin-say">{w.handHelp}</p>
      {q.data.items.length === 0 ? <Empty title={w.none} /> : <ul className="hand-messages">{q.data.items.map((m) => <Row key={m.id} m={m} onDone={() => void q.refetch()} />)}</ul>}
    </Section>
  );
}

function Row({ m, onDone }: { m: HandMessage; onDone: () => void }) {
  const w = useMessageWords();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const done = async () => {
    setBusy(true);
    const { error: refusal } = await api.POST('/v1/exchange/messages/{message}/by-hand', { params: { path: { message: m.id } }, body: { note } });
    setBusy(false);
    setError(refusal);
    if (!refusal) {
      void message.success(w.saved);
      onDone();
    }
  };
  return (
    <li>
      <p><strong className="wrap-any">{w.from(m.from, m.hub_name)}</strong> <span className="quiet num">{w.arrived(stamp(m.arrived))}</span> <span className="quiet">{w.type} <span className="mono">{m.type}</span></span>{m.case && <> <Link to={`/referrals/${m.case}`}>{m.number}</Link></>}</p>
      {m.rendition === 'held' ? <ReadableFold message={m.id} /> : <p className="quiet">{w.state[m.rendition]}</p>}
      {m.done_at ? <p className="quiet">{w.doneAt(stamp(m.done_at))}：{m.note}</p> : (
        <div className="hand-do"><Input.TextArea value={note} onChange={(e) => setNote(e.target.value)} autoSize={{ minRows: 1, maxRows: 6 }} maxLength={2000} aria-label={w.note} placeholder={w.note} /><Button loading={busy} disabled={note.trim() === ''} onClick={() => void done()}>{w.done}</Button></div>
      )}
      {error !== undefined && <ProblemNote error={error} />}
    </li>
  );
}
