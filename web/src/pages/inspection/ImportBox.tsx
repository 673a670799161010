import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { base64, importList, lookAtWhole, useRenewInspection, type ImportReport, type Library } from '../../api/inspection';
import { decodeList } from '../../api/items';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { keepFile } from '../../format/keepFile';
import { useText } from '../../i18n';
import { useInspectionWords } from '../../i18n/inspection';

const largest = 2.8 * 1024 * 1024; // as base64 it must fit into a request

/** A file is looked at line by line, and then imported whole or not at all. */
export function ImportBox({ library }: { library: Library }) {
  const { say } = useText();
  const w = useInspectionWords();
  const { message } = App.useApp();
  const renew = useRenewInspection();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState('');
  const [seen, setSeen] = useState<ImportReport>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async (content: string, apply?: string) => {
    setBusy(true);
    setError(undefined);
    try {
      const r = await importList(library, content, apply);
      setSeen(r.applied ? undefined : r);
      if (r.applied) {
        void message.success(w.applied);
        await renew();
      }
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const take = async (f: File) => {
    setSeen(undefined);
    if (f.size > largest) return void message.error(w.tooLarge);
    const raw = await f.arrayBuffer();
    const workbook = new Uint8Array(raw.slice(0, 2)).join() === '80,75';
    const content = base64(workbook ? new Uint8Array(raw) : new TextEncoder().encode(decodeList(raw)));
    setFile(content);
    await run(content);
  };
  const download = async () => {
    setBusy(true);
    try {
      const all = await lookAtWhole(library, file);
      const row = (cells: string[]) => cells.map((x) => `"${x.replaceAll('"', '""')}"`).join(',');
      const rows = [[w.kindRefused, all.refused] as const, [w.kindWarned, all.warnings] as const].flatMap(([kind, list]) => list.map((x) => row([String(x.line), x.column, kind, say(x.text)])));
      keepFile(new Blob(['\ufeff', [row(w.wholeHead), ...rows].join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' }), w.wholeName);
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  const more = seen !== undefined && (seen.refused_total > seen.refused.length || seen.warning_total > seen.warnings.length);
  const sound = seen !== undefined && seen.refused_total === 0 && seen.added + seen.changed > 0;
  return (
    <Section title={w.import} className="insp-import">
      <p className="quiet">{w.importHelp}</p>
      <input ref={input} type="file" hidden accept=".csv,.txt,.xlsx" aria-label={w.pick} onChange={(e) => { const f = e.target.files?.[0]; e.target.value = ''; if (f) void take(f); }} />
      <div className="insp-acts">
        <Button icon={<Icon name="up" />} loading={busy} onClick={() => input.current?.click()}>{w.pick}</Button>
        <Button icon={<Icon name="down" />} href={`/v1/inspection/exports/${library}?format=xlsx`} download>{w.exportSheet}</Button>
        <Button href={`/v1/inspection/exports/${library}`} download>{w.export}</Button>
        {sound && <Button type="primary" loading={busy} onClick={() => void run(file, seen.digest)}>{w.apply}</Button>}
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {seen && (
        <Note tone={seen.refused_total > 0 ? 'red' : 'green'} live title={w.counts(seen.added, seen.changed, seen.same, seen.refused_total, seen.warning_total)}>
          {seen.refused_total > 0 && <p>{w.refused}</p>}
          <ul className="note-list">{seen.refused.map((x, i) => <li key={i}><strong>{w.line(x.line)}</strong> <span className="mono quiet">{x.column}</span> {say(x.text)}</li>)}</ul>
          {more && <Button size="small" loading={busy} onClick={() => void download()}>{w.wholeList}</Button>}
          {seen.warnings.length > 0 && <><p>{w.warnings}</p><ul className="note-list">{seen.warnings.map((x, i) => <li key={i}><strong>{w.line(x.line)}</strong> {say(x.text)}</li>)}</ul></>}
        </Note>
      )}
    </Section>
  );
}
