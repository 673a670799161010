import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { base64 } from '../../../api/inspection';
import { problemOf, unreachable } from '../../../api/problem';
import { attachFile, fileSrc, type Check } from '../../../api/site';
import { Sha256 } from '../../../api/sha256';
import { Icon } from '../../../components/icons';
import { ProblemNote } from '../../../components/ProblemNote';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { sizeWords } from '../../../format/size';
import { useSiteWords } from '../../../i18n/site';
import { dropFile, keepFile, takeFiles, type KeptFile } from './kept';

const most = 3 << 20;

/** A photo that is too large for the hub, made smaller until it fits. */
async function shrunk(file: File): Promise<File | undefined> {
  if (file.size <= most) return file;
  if (!file.type.startsWith('image/')) return undefined;
  const picture = await createImageBitmap(file);
  for (const edge of [2560, 1920, 1280]) {
    const scale = Math.min(1, edge / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => { canvas.toBlob(done, 'image/jpeg', 0.85); });
    if (blob && blob.size <= most) return new File([blob], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: 'image/jpeg' });
  }
  return undefined;
}

/** Photos and files under their digest; without a network they wait on the device. */
export function Files({ c, of, onSent }: { c: Check; of: string; onSent: (c: Check) => void }) {
  const w = useSiteWords();
  const input = useRef<HTMLInputElement>(null);
  const [waiting, setWaiting] = useState<KeptFile[]>([]);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [note, setNote] = useState('');
  const running = useRef(false);
  const may = c.actions.includes('attach');

  const look = useCallback(() => takeFiles(of).then((list) => { setWaiting(list); return list; }, () => []), [of]);
  const send = useCallback(async () => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      for (const f of await look()) {
        const done = await attachFile(c.id, f.name, base64(new Uint8Array(await f.file.arrayBuffer())));
        await dropFile(f.id);
        onSent(done);
      }
    } catch (err) {
      if (problemOf(err).code !== unreachable) setError(err);
    } finally {
      running.current = false;
      setBusy(false);
      void look();
    }
  }, [c.id, look, onSent]);

  useEffect(() => { if (may) void send(); else void look(); }, [may, send, look]);
  useEffect(() => {
    const go = () => void send();
    addEventListener('online', go);
    return () => removeEventListener('online', go);
  }, [send]);

  const take = async (files: File[]) => {
    setError(undefined);
    setNote('');
    for (const file of files) {
      const small = await shrunk(file);
      if (!small) { setNote(`${w.tooBig}：${file.name}`); continue; }
      if (small !== file) setNote(w.shrunk);
      const sha256 = new Sha256().update(new Uint8Array(await small.arrayBuffer())).hex(); // not in a worker: that would be fetched, and there may be no network
      if (!c.files.some((f) => f.sha256 === sha256 && f.agency === c.mine)) await keepFile({ of, name: small.name.slice(-120), file: small, sha256 });
    }
    await send();
  };
  return (
    <Section title={w.files} extra={may && <><input ref={input} type="file" hidden multiple accept="image/*,application/pdf,video/*,audio/*" onChange={(e) => { const files = [...e.target.files ?? []]; e.target.value = ''; void take(files); }} /><Button icon={<Icon name="up" />} loading={busy} onClick={() => input.current?.click()}>{w.addFile}</Button></>}>
      {may && <p className="quiet site-help">{w.filesHelp}</p>}
      {note && <p role="status">{note}</p>}
      {error !== undefined && <ProblemNote error={error} onRetry={() => { setError(undefined); void send(); }} />}
      {c.files.length + waiting.length === 0 && !may && <p className="quiet">{w.noFiles}</p>}
      <ul className="site-files">
        {c.files.map((f) => <li key={f.id}><a href={fileSrc(c.id, f.id)} download={f.name}>{f.name}</a> <span className="quiet num">{sizeWords(f.size)} · {c.agencies.find((a) => a.id === f.agency)?.short_name}</span><br /><span className="mono quiet wrap-any" title={w.digest}>{f.sha256}</span></li>)}
        {waiting.map((f) => <li key={f.id}>{f.name} <Tag tone="amber">{w.waiting}</Tag><br /><span className="mono quiet wrap-any">{f.sha256}</span></li>)}
      </ul>
    </Section>
  );
}
