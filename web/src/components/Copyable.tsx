import { App } from 'antd';
import { useText } from '../i18n';

/** A number that a click copies. */
export function Copyable({ text, label }: { text: string; label?: string }) {
  const { message } = App.useApp();
  const { t } = useText();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      void message.success(t('copied', { text: label ?? text }), 1.5);
    } catch {
      // no clipboard here: the text can still be selected
    }
  };
  return <button type="button" className="copyable" onClick={() => void copy()} title={t('copy')}>{label ?? text}</button>;
}
