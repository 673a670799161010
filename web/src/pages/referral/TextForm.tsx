import { Button, Input } from 'antd';
import { useState } from 'react';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';

interface Props { label: string; hint?: string; start?: string; button: string; onSave: (text: string) => Promise<void>; onClose: () => void }

/** One text and one button, in its place on the page. */
export function TextForm({ label, hint, start = '', button, onSave, onClose }: Props) {
  const { t } = useText();
  const [text, setText] = useState(start);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await onSave(text.trim());
      onClose();
    } catch (err) {
      setError(err);
      setBusy(false);
    }
  };
  return (
    <div className="form form-one text-form">
      {error !== undefined && <ProblemNote error={error} />}
      <Field label={label} required>{(f) => <Input.TextArea {...f} autoFocus rows={2} maxLength={1000} value={text} placeholder={hint} onChange={(e) => setText(e.target.value)} />}</Field>
      <p><Button type="primary" size="small" loading={busy} disabled={text.trim().length < 2} onClick={() => void save()}>{button}</Button> <Button size="small" onClick={onClose}>{t('cancel')}</Button></p>
    </div>
  );
}
