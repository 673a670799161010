import { App, Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { base64 } from '../../api/inspection';
import { decodeList, previewItems, proposeItems, useRenewItems, type ItemListPreview } from '../../api/items';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { useItemWords } from '../../i18n/items';
import { PreviewView } from './PreviewView';

const largest = 768 * 1024;

/** A list from a spreadsheet: looked at first, proposed then. */
export function ImportBox() {
  const w = useItemWords();
  const { message } = App.useApp();
  const renew = useRenewItems();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState('');
  const [text, setText] = useState('');
  const [workbook, setWorkbook] = useState(''); // base64, instead of the text
  const [seen, setSeen] = useState<ItemListPreview>();
  const [busy, setBusy] = useState<'look' | 'propose'>();
  const [error, setError] = useState<unknown>();
  const [complaint, setComplaint] = useState<string>();

  const change = (next: string, name = file) => {
    setText(next);
    setWorkbook('');
    setFile(name);
    setSeen(undefined);
    setError(undefined);
    setComplaint(undefined);
  };
  const take = async (f: File) => {
    if (f.size > largest) return setComplaint(w.tooLarge);
    const raw = await f.arrayBuffer();
    const begins = new Uint8Array(raw.slice(0, 2)).join();
    if (begins !== '80,75' && begins !== '208,207') return change(decodeList(raw), f.name);
    change('', f.name);
    setWorkbook(base64(new Uint8Array(raw)));
  };
  const run = async (what: 'look' | 'propose') => {
    if (!text.trim() && !workbook) return setComplaint(w.must);
    const body = workbook ? { file, workbook } : { file: file || 'list.csv', text };
    setBusy(what);
    setError(undefined);
    try {
      if (what === 'look') setSeen(await previewItems(body));
      else {
        await proposeItems(body);
        void message.success(w.proposed);
        change('', '');
        await renew();
      }
    } catch (err) {
      setError(err);
    } finally {
      setBusy(undefined);
    }
  };
  const sound = seen !== undefined && seen.refused === 0 && seen.added + seen.changed > 0;
  return (
    <Section title={w.import} className="items-import">
      <input ref={input} type="file" hidden accept=".csv,.txt,.xlsx" aria-label={w.pick} onChange={(e) => { const f = e.target.files?.[0]; e.target.value = ''; if (f) void take(f); }} />
      <Field label={file ? `${w.text}: ${file}` : w.text} hint={w.importHelp} error={complaint} wide>
        {(f) => <Input.TextArea {...f} rows={workbook ? 2 : 6} readOnly={workbook !== ''} value={workbook ? w.workbook(file) : text} spellCheck={false} onChange={(e) => change(e.target.value)} />}
      </Field>
      <div className="items-do">
        <Button icon={<Icon name="up" />} onClick={() => input.current?.click()}>{w.pick}</Button>
        {workbook && <Button onClick={() => change('', '')}>{w.noWorkbook}</Button>}
        <Button type={sound ? 'default' : 'primary'} loading={busy === 'look'} onClick={() => void run('look')}>{w.look}</Button>
        {sound && <Button type="primary" loading={busy === 'propose'} onClick={() => void run('propose')}>{w.propose}</Button>}
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {seen && <PreviewView p={seen} />}
    </Section>
  );
}
