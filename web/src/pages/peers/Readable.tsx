import { useState } from 'react';
import { useReadable } from '../../api/peers';
import { ProblemNote } from '../../components/ProblemNote';
import { useMessageWords } from '../../i18n/messages';

/** 可读文本 of a message. The other side wrote it: its frame runs nothing, loads nothing and sends nothing. */
export function Readable({ message }: { message: string }) {
  const w = useMessageWords();
  const q = useReadable(message);
  if (q.isError) return <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  const m = q.data;
  if (!m) return null;
  if (m.state !== 'held') return <p className="quiet">{w.state[m.state]}</p>;
  return (
    <>
      {!m.outgoing && <p className="quiet">{w.warn}</p>}
      {m.html !== undefined && <iframe className="readable" title={w.frame} sandbox="" srcDoc={m.html} />}
      {m.pdf !== undefined && <p><a href={`data:application/pdf;base64,${m.pdf}`} download={`${message}.pdf`}>{w.pdf}</a></p>}
    </>
  );
}

/** The same behind a line to open: fetched when it is opened. */
export function ReadableFold({ message }: { message: string }) {
  const w = useMessageWords();
  const [open, setOpen] = useState(false);
  return (
    <details className="exchange-receipts" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{w.readable}</summary>
      {open && <Readable message={message} />}
    </details>
  );
}
