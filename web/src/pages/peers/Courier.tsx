import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Link } from 'react-router';
import { takeBundle, type TakenBundle } from '../../api/peers';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { usePeerWords } from '../../i18n/peers';

/** Takes in what a courier brought, and says of each message whether it holds. */
export function CourierSection() {
  const w = usePeerWords();
  return <Section title={w.courier}><p className="admin-say">{w.courierHelp}</p><TakeBundle primary /></Section>;
}

export function TakeBundle({ primary }: { primary?: boolean }) {
  const w = usePeerWords();
  const { say } = useText();
  const cache = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [took, setTook] = useState<TakenBundle>();
  const [error, setError] = useState<unknown>();
  const run = async (file: File) => {
    setBusy(true);
    setError(undefined);
    setTook(undefined);
    try {
      setTook(await takeBundle(file));
      await cache.invalidateQueries();
    } catch (err) {
      setError(err);
    }
    setBusy(false);
  };
  return (
    <>
      <input ref={input} type="file" hidden accept=".zip,application/zip" aria-label={w.take} onChange={(e) => { const f = e.target.files?.[0]; e.target.value = ''; if (f) void run(f); }} />
      <Button type={primary ? 'primary' : 'default'} size={primary ? 'middle' : 'small'} icon={<Icon name="up" />} loading={busy} onClick={() => input.current?.click()}>{w.take}</Button>
      {error !== undefined && <ProblemNote error={error} />}
      {took && (
        <div className="peer-taken" role="status">
          <p><strong>{w.taken(took.from)}</strong> · {w.takenOf(took.messages.length, took.receipts, took.files)}</p>
          <ul>{took.messages.map((m, i) => (
            <li key={m.id ?? i}><Tag tone={m.taken ? 'green' : 'red'}>{m.taken ? w.ok : w.bad}</Tag> <span className="num">{w.one(m.seq)}</span>{m.words && <span>{say(m.words)}</span>}{m.taken && m.case && <Link to={`/referrals/${m.case}`}>{w.open}</Link>}</li>
          ))}</ul>
        </div>
      )}
    </>
  );
}
