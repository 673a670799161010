import { Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { base64 } from '../../api/inspection';
import { meet, useRenewMeetings, type Meeting } from '../../api/meetings';
import { problemOf } from '../../api/problem';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useMeetingWords } from '../../i18n/meeting';
import { useSend } from './NewMeeting';

const most = 3 << 20;
const tones = { same: 'green', differs: 'amber', unchecked: 'grey' } as const;

/** A paper as it was issued, with its digest, and its sealed version beside it (盖章件). */
export function Issued({ m, d }: { m: Meeting; d: Meeting['documents'][number] }) {
  const { t, say } = useText();
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const [pending, setPending] = useState<File>(); // waits for a reason
  const [large, setLarge] = useState(false);
  const [reason, setReason] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const root = `/v1/meetings/${m.id}/documents/${d.id}`;
  const attach = (f: File, why: string) => run(async () => {
    try {
      await meet(m.id, `documents/${d.id}/seal`, { name: f.name, file: base64(new Uint8Array(await f.arrayBuffer())), ...(why ? { reason: why } : {}) });
    } catch (err) {
      if (problemOf(err).code === 'document.seal_differs') setPending(f);
      throw err;
    }
    setPending(undefined);
    setReason('');
    await renew();
  });
  const pick = (f: File | undefined) => {
    setPending(undefined);
    setLarge(f !== undefined && f.size > most);
    if (f && f.size <= most) void attach(f, '');
  };
  return (
    <li>
      <a href={`${root}/content`} target="_blank" rel="noreferrer">{say(d.title)} <span className="num">{d.number}</span></a> <a href={`${root}/content?format=docx`} className="quiet">{w.word}</a>
      <div className="quiet num">{w.issued} {stamp(d.at)}</div>
      <div className="quiet">{w.asIssued} <code title={`SHA-256 ${d.sha256}`}>{d.sha256.slice(0, 12)}</code></div>
      {d.sealed && <div>
        <a href={`${root}/sealed`} download>{w.sealed}：{d.sealed.name}</a> <Tag tone={tones[d.sealed.check]}>{w.sealChecks[d.sealed.check]}</Tag>
        <div className="quiet num">{stamp(d.sealed.at)}</div>
        <div className="quiet"><code title={`SHA-256 ${d.sealed.sha256}`}>{d.sealed.sha256.slice(0, 12)}</code>{d.sealed.reason && ` · ${d.sealed.reason}`}</div>
      </div>}
      {m.actions.includes('seal') && <>
        <input ref={input} type="file" hidden aria-label={`${w.seal} ${d.number}`} onChange={(e) => { pick(e.target.files?.[0]); e.target.value = ''; }} />
        <Button size="small" loading={busy} onClick={() => input.current?.click()} aria-label={`${d.sealed ? w.sealAgain : w.seal} ${d.number}`}>{d.sealed ? w.sealAgain : w.seal}</Button>
      </>}
      {large && <Note tone="red">{w.tooLarge}</Note>}
      {error !== undefined && <ProblemNote error={error} />}
      {pending && <div className="meet-acts">
        <Input aria-label={w.sealReason} placeholder={w.sealReason} value={reason} maxLength={1000} onChange={(e) => setReason(e.target.value)} />
        <Button size="small" type="primary" loading={busy} disabled={!reason.trim()} onClick={() => void attach(pending, reason.trim())}>{t('save')}</Button>
        <Button size="small" type="text" onClick={() => setPending(undefined)}>{t('cancel')}</Button>
      </div>}
    </li>
  );
}
