// One shape for every form of these pages: what the hub refuses stands under its
// field, everything else above the form.
import { App, Button, Modal } from 'antd';
import { useRef, useState, type ReactNode } from 'react';
import { problemOf } from '../../api/problem';
import { Note } from '../../components/Note';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';
import { useRenew } from './data';

export interface Form {
  /** the complaint of a field: the hub's, or the page's own once it was submitted */
  wrong: (field: string) => string | undefined;
  busy: boolean;
  error: unknown;
  /** a day was typed that nobody can read: what stands there is not what would be sent */
  unread: boolean;
  submit: () => Promise<boolean>;
  clear: () => void;
}

interface Spec<T> {
  /** complaints of the page by field; undefined where a field is fine */
  check: () => Record<string, string | false | undefined>;
  save: () => Promise<T>;
  done?: (answer: T) => void;
  /** called when somebody else was faster; the typed values stay */
  stale?: () => void | Promise<void>;
}

export function useForm<T>({ check, save, done, stale }: Spec<T>): Form {
  const renew = useRenew();
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [unread, setUnread] = useState(false);
  const [error, setError] = useState<unknown>();
  const refused = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [fieldOf(e.location), e.message]));
  const own = check();
  return {
    busy, error, unread,
    wrong: (field) => (tried && own[field]) || refused.get(field) || undefined,
    clear: () => { setError(undefined); setTried(false); },
    submit: async () => {
      setTried(true);
      setError(undefined);
      if (Object.values(own).some(Boolean)) {
        setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), 0);
        return false;
      }
      await new Promise((r) => setTimeout(r)); // complaints of the last answer leave the fields first
      const day = document.querySelector<HTMLElement>('.day-bad input');
      setUnread(day !== null);
      if (day) {
        day.focus();
        return false;
      }
      setBusy(true);
      try {
        const got = await save();
        await renew();
        setTried(false);
        done?.(got);
        return true;
      } catch (err) {
        setError(err ?? new Error('no answer'));
        if (problemOf(err).status === 412) {
          await renew();
          await stale?.();
        }
        return false;
      } finally {
        setBusy(false);
      }
    },
  };
}

const fieldOf = (location: string) => location.replace(/^body\./, '').split(/[.[]/)[0] ?? '';

/** What is wrong as a whole; complaints that stand under a field are not repeated. */
export function Refused({ form, fields }: { form: Form; fields: string[] }) {
  const { t } = useText();
  if (form.unread) return <Note tone="red" live title={t('admin.badDay')} />;
  if (form.error === undefined) return null;
  const p = problemOf(form.error);
  if (p.status === 412) return <Note tone="amber" live title={t('admin.stale')}>{t('admin.staleReload')}</Note>;
  const errors = p.errors ?? [];
  if (errors.length > 0 && errors.every((e) => fields.includes(fieldOf(e.location)))) return <Note tone="red" live title={t('admin.fix')} />;
  return <ProblemNote error={form.error} />;
}

interface DialogProps { title: ReactNode; form: Form; fields: string[]; onClose: () => void; ok?: string; width?: number; children: ReactNode }

/** A form in a dialog; it closes only by its buttons, so that nothing typed is lost. */
export function FormDialog({ title, form, fields, onClose, ok, width = 640, children }: DialogProps) {
  const { t } = useText();
  return (
    <Modal open title={title} onCancel={onClose} width={width} mask={{ closable: false }} style={{ top: 40 }}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={form.busy} onClick={() => void form.submit()}>{ok ?? t('save')}</Button></>}>
      <form onSubmit={(e) => { e.preventDefault(); void form.submit(); }} noValidate>
        <Refused form={form} fields={fields} />
        <div className="form admin-dialog">{children}</div>
        <button type="submit" className="sr" tabIndex={-1} aria-hidden="true">{t('save')}</button>
      </form>
    </Modal>
  );
}

/** Asks once more, does it, and says what came of it. */
export function useConfirm() {
  const { modal, message } = App.useApp();
  const renew = useRenew();
  const { t } = useText();
  const running = useRef(false);
  return (ask: { title: string; help?: string; ok: string; danger?: boolean; run: () => Promise<unknown>; done: string }) => {
    void modal.confirm({
      title: ask.title, content: ask.help, okText: ask.ok, cancelText: t('cancel'), okButtonProps: { danger: ask.danger },
      onOk: async () => {
        if (running.current) return;
        running.current = true;
        try {
          await ask.run();
          void message.success(ask.done);
        } catch (err) {
          const p = problemOf(err);
          void message.error(p.detail ?? p.title ?? t('problem.unreachable'), 6);
        } finally {
          running.current = false;
          await renew();
        }
      },
    });
  };
}
