import { App, Button, Input } from 'antd';
import { useRef, useState } from 'react';
import { problemOf } from '../../api/problem';
import type { PackReplay } from '../../api/types';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { useText } from '../../i18n';
import { proposePack, replayPack, useRenewRules } from './packs';
import { ReplayView } from './ReplayView';

const largest = 256 * 1024;

/** A pack from a file or typed: checked and replayed first, proposed then. */
export function PackUpload() {
  const { t } = useText();
  const { message } = App.useApp();
  const renew = useRenewRules();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState('');
  const [text, setText] = useState('');
  const [seen, setSeen] = useState<PackReplay>();
  const [busy, setBusy] = useState<'look' | 'propose'>();
  const [error, setError] = useState<unknown>();
  const [complaint, setComplaint] = useState<string>();

  const change = (next: string, name = file) => {
    setText(next);
    setFile(name);
    setSeen(undefined);
    setError(undefined);
    setComplaint(undefined);
  };
  const take = async (f: File) => {
    if (f.size > largest) return setComplaint(t('rules.packs.tooLarge'));
    change(await f.text(), f.name);
  };
  const run = async (what: 'look' | 'propose') => {
    if (!text.trim()) return setComplaint(t('rules.packs.must'));
    const body = { file: file || 'pack.yaml', text };
    setBusy(what);
    setError(undefined);
    try {
      if (what === 'look') {
        setSeen(await replayPack(body));
      } else {
        await proposePack(body);
        void message.success(t('rules.packs.proposed'));
        change('', '');
        await renew();
      }
    } catch (err) {
      setError(err);
    } finally {
      setBusy(undefined);
    }
  };
  const sound = seen !== undefined && seen.problems.length === 0;
  return (
    <Section title={t('rules.packs.new')}>
      <div className="pack-form">
        <input ref={input} type="file" hidden accept=".yaml,.yml" onChange={(e) => { const f = e.target.files?.[0]; e.target.value = ''; if (f) void take(f); }} />
        <Field label={file ? t('rules.packs.textOf', { file }) : t('rules.packs.text')} hint={t('rules.packs.textHelp')} error={complaint} wide>
          {(f) => <Input.TextArea {...f} id="pack-text" aria-label={t('rules.packs.text')} className="mono" rows={10} value={text} spellCheck={false} onChange={(e) => change(e.target.value)} />}
        </Field>
        <div className="pack-do">
          <Button icon={<Icon name="up" />} onClick={() => input.current?.click()}>{t('rules.packs.pick')}</Button>
          <Button type={sound ? 'default' : 'primary'} loading={busy === 'look'} onClick={() => void run('look')}>{t('rules.packs.look')}</Button>
          {sound && <Button type="primary" loading={busy === 'propose'} onClick={() => void run('propose')}>{t('rules.packs.propose')}</Button>}
        </div>
        {error !== undefined && problemOf(error) && <ProblemNote error={error} />}
        {seen && <ReplayView r={seen} />}
      </div>
    </Section>
  );
}
