import { App, Button, Input } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { meet, saveMinutes, useRenewMeetings, type Meeting } from '../../api/meetings';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { stamp } from '../../format/time';
import { useMeetingWords } from '../../i18n/meeting';
import { useSend } from './NewMeeting';

/** The minutes: drafted from the agenda, edited with a version check, then countersigned. */
export function MinutesPart({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const writes = m.actions.includes('write');
  const present = m.agencies.filter((a) => a.present);
  const extra = m.state === 'held' || !m.minutes ? undefined : <span className="quiet">{w.signedAll(present.filter((a) => a.signed_at).length, present.length)}</span>;
  return (
    <Section title={w.minutes} extra={extra} id="minutes">
      {!m.minutes && (writes
        ? <p><Button type="primary" loading={busy} onClick={() => void run(async () => { await meet(m.id, 'minutes'); await renew(); })}>{w.draftMinutes}</Button></p>
        : <p className="quiet">{w.noMinutes}</p>)}
      {error !== undefined && <ProblemNote error={error} />}
      {m.minutes && (writes ? <Editor m={m} /> : m.minutes.text.split('\n').map((p, i) => <p key={i} className="meet-text">{p}</p>))}
    </Section>
  );
}

function Editor({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { message } = App.useApp();
  const [text, setText] = useState(m.minutes!.text);
  const base = useRef({ version: m.minutes!.version, text: m.minutes!.text });
  const [theirs, setTheirs] = useState<{ version: number; text: string }>();
  const { busy, error, run } = useSend();
  const changed = text !== base.current.text;
  useEffect(() => { // what another one saved is taken over only while nothing was typed here
    if (m.minutes && m.minutes.version > base.current.version && !changed) {
      base.current = { version: m.minutes.version, text: m.minutes.text };
      setText(m.minutes.text);
    }
  }, [m.minutes, changed]);
  const save = (version: number) => void run(async () => {
    try {
      const got = await saveMinutes(m.id, version, text);
      base.current = { version: got.minutes!.version, text: got.minutes!.text };
      setTheirs(undefined);
      void message.success(w.done);
      await renew();
    } catch (err) {
      if (problemOf(err).status === 412) {
        const { data } = await api.GET('/v1/meetings/{id}', { params: { path: { id: m.id } } });
        if (data?.minutes) setTheirs(data.minutes);
      }
      throw err;
    }
  });
  return (
    <>
      <Input.TextArea aria-label={w.minutes} value={text} autoSize={{ minRows: 8, maxRows: 30 }} maxLength={50_000} onChange={(e) => setText(e.target.value)} />
      <p className="meet-acts"><Button type="primary" loading={busy} disabled={!changed} onClick={() => save(base.current.version)}>{w.keep}</Button><span className="quiet num">{w.saved(stamp(m.minutes!.edited_at))}</span></p>
      {error !== undefined && <ProblemNote error={error} />}
      {theirs && (
        <Note tone="amber" title={w.theirs}>
          <p>{w.mine}</p>
          <blockquote className="meet-theirs">{theirs.text.split('\n').map((p, i) => <p key={i}>{p}</p>)}</blockquote>
          <p className="meet-acts"><Button size="small" onClick={() => { base.current = theirs; setText(theirs.text); setTheirs(undefined); }}>{w.takeTheirs}</Button><Button size="small" onClick={() => save(theirs.version)}>{w.overwrite}</Button></p>
        </Note>
      )}
    </>
  );
}
