import './exchange.css';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { bundlePath, useExchange, type Message } from '../../api/peers';
import type { Referral } from '../../api/types';
import { Copyable } from '../../components/Copyable';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Fold, Section } from '../../components/Section';
import { Tag, type Tone } from '../../components/Tag';
import { sizeWords } from '../../format/size';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { usePeerWords } from '../../i18n/peers';
import { TakeBundle } from '../peers/Courier';
import { Recall } from './Recall';
import { ReadableFold } from '../peers/Readable';
import { Disclosures } from './Disclosures';
import { Onward } from './Onward';

const tones: Record<string, Tone> = { pending: 'amber', received: 'blue', delivered: 'blue', acknowledged: 'green', decided: 'green', refused: 'red', undeliverable: 'red', no_effect: 'red', dead: 'red', stored: 'amber', applied: 'green', crossed: 'amber' };

/** How far a message came: the highest step of its receipts. */
export function standing(m: Message): string {
  if (!m.outgoing) return m.state;
  if (m.state === 'crossed') return 'no_effect';
  if (m.state === 'refused' && m.received) return 'undeliverable';
  if (m.state !== 'received') return m.state;
  if (m.decided) return 'decided';
  if (m.acknowledged) return 'acknowledged';
  return m.delivered ? 'delivered' : 'received';
}

/** 退回时未见补充材料: what stands, who says more by when, and where the supplement is. */
export function ReturnNote() {
  const w = usePeerWords();
  return <Note tone="amber" title={w.unseen}><p>{w.unseenHelp}</p></Note>;
}

/** 与对方枢纽的往来: every message of the case with its receipts, and the way round a line that is down. */
export default function Exchange({ r }: { r: Referral }) {
  const w = usePeerWords();
  const q = useExchange(r.id);
  if (q.isError) return <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  const s = q.data;
  if (!s?.shared) return null;
  return (
    <Section title={w.shared(s.name ?? s.hub ?? '')} id="exchange" extra={<Tag tone={s.settled ? 'green' : 'amber'}>{s.settled ? w.settled : w.under}</Tag>}>
      <p className="quiet num">{s.seen_at ? w.sharedSeen(stamp(s.seen_at)) : w.sharedNever}</p>
      <ol className="exchange">{s.messages.map((m) => <Row key={m.id} id={r.id} m={m} onDone={() => void q.refetch()} />)}</ol>
      {s.files.length > 0 && (
        <Fold title={w.files} count={s.files.length} open={s.files.some((f) => f.spoiled)}>
          <ul>{s.files.map((f) => <li key={f.evidence} className="wrap-any">{f.name} <span className="quiet num">{sizeWords(f.size)}</span> <Tag tone={f.outgoing ? 'grey' : f.held ? 'green' : f.spoiled ? 'red' : 'amber'}>{f.outgoing ? w.fileOut : f.held ? w.fileHeld : f.spoiled ? w.fileSpoiled : w.fileWait}</Tag></li>)}</ul>
        </Fold>
      )}
      <Onward id={r.id} />
      <Disclosures id={r.id} />
      <p className="exchange-digest" title={w.digestHelp}><span className="quiet">{w.digest}</span> <span className="mono"><Copyable text={s.digest ?? ''} label={`${(s.digest ?? '').slice(0, 16)}…`} /></span></p>
      <p className="exchange-do no-print" title={w.bundleHelp}><a href={bundlePath(r.id)} download><Button size="small" icon={<Icon name="down" />}>{w.bundle}</Button></a> <TakeBundle /></p>
    </Section>
  );
}

function Row({ id, m, onDone }: { id: string; m: Message; onDone: () => void }) {
  const w = usePeerWords();
  const { say } = useText();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const stand = standing(m);
  const again = async () => {
    setBusy(true);
    const { error: refusal } = await api.POST('/v1/referrals/{id}/exchange/{message}/again', { params: { path: { id, message: m.id } } });
    setBusy(false);
    setError(refusal);
    if (!refusal) void message.success(w.againDone);
    onDone();
  };
  return (
    <li>
      <div className="exchange-line"><span className="exchange-way" title={m.outgoing ? w.to : w.from}>{m.outgoing ? '→' : '←'}<span className="sr">{m.outgoing ? w.to : w.from}</span></span> <strong>{say(m.title)}</strong> <span className="quiet num">{stamp(m.at)}</span></div>
      <div><Tag tone={tones[stand] ?? 'grey'}>{w.stands[stand]}</Tag>{m.state === 'pending' && m.attempts > 1 && <span className="quiet num"> {w.attempts(m.attempts)}</span>} {m.again && <Button size="small" loading={busy} onClick={() => void again()}>{w.again}</Button>}</div>
      {m.why && <p className="quiet">{say(m.why)}</p>}
      {error !== undefined && <ProblemNote error={error} />}
      {(m.recall || m.may_recall) && <Recall id={id} m={m} onDone={onDone} />}
      {m.rendition !== 'none' && <ReadableFold message={m.id} />}
      {m.receipts.length > 0 && <details className="exchange-receipts"><summary>{w.receipts} <span className="num">{m.receipts.length}</span></summary><ul>{m.receipts.map((x) => <li key={x.kind}><span>{w.kind[x.kind] ?? x.kind}</span> <span className="quiet num">{stamp(x.at)}</span> <Copyable text={x.jws} label={w.jws} /></li>)}</ul></details>}
    </li>
  );
}
