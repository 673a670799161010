import { Button } from 'antd';
import { useRef, useState } from 'react';
import { base64 } from '../../api/inspection';
import { meet, nameIn, useRenewMeetings, type Meeting } from '../../api/meetings';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { stamp } from '../../format/time';
import { useMeetingWords } from '../../i18n/meeting';
import { Issued } from './Issued';
import { useSend } from './NewMeeting';

const most = 3 << 20;

/** Official papers of the meeting, and files that its agencies attached. */
export function Papers({ m }: { m: Meeting }) {
  const w = useMeetingWords();
  const renew = useRenewMeetings();
  const { busy, error, run } = useSend();
  const [large, setLarge] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const root = `/v1/meetings/${m.id}`;
  const pick = (f: File | undefined) => {
    setLarge(f !== undefined && f.size > most);
    if (!f || f.size > most) return;
    void run(async () => {
      await meet(m.id, 'papers', { name: f.name, file: base64(new Uint8Array(await f.arrayBuffer())) });
      await renew();
    });
  };
  const drafts = [...(m.actions.includes('notice') ? ['meeting_notice'] : []), ...(m.actions.includes('write') || m.actions.includes('print') ? ['meeting_minutes'] : [])];
  return (
    <>
      <Section title={w.documents}>
        {m.documents.length === 0 && drafts.length === 0 && <p className="quiet">{w.noDocuments}</p>}
        <ul className="meet-files">
          {drafts.map((k) => <li key={k}><a href={`${root}/previews/${k}`} target="_blank" rel="noreferrer">{w.preview}：{k === 'meeting_notice' ? w.act.notice?.slice(-4) : w.minutes}</a> <a href={`${root}/previews/${k}?format=docx`} className="quiet">{w.word}</a></li>)}
          {m.documents.map((d) => <Issued key={d.id} m={m} d={d} />)}
        </ul>
      </Section>
      <Section title={w.papers} extra={m.actions.includes('attach') && <><input ref={file} type="file" hidden aria-label={w.attach} onChange={(e) => { pick(e.target.files?.[0]); e.target.value = ''; }} /><Button size="small" loading={busy} icon={<Icon name="plus" />} onClick={() => file.current?.click()}>{w.attach}</Button></>}>
        {m.papers.length === 0 && <p className="quiet">{w.noPapers}</p>}
        <ul className="meet-files">{m.papers.map((p) => <li key={p.id}><a href={`${root}/papers/${p.id}/content`} download>{p.name}</a><div className="quiet">{nameIn(m, p.agency)} · {Math.ceil(p.size / 1024)} kB · <span className="num">{stamp(p.at)}</span></div></li>)}</ul>
        {large && <Note tone="red">{w.tooLarge}</Note>}
        {error !== undefined && <ProblemNote error={error} />}
      </Section>
    </>
  );
}
