import { App, Button } from 'antd';
import { platformWorkbookPath, usePlatformSheet } from '../../api/referral';
import type { ActionOption, Referral } from '../../api/types';
import { Copyable } from '../../components/Copyable';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';

/** What the sharing platform asks for, ready to be copied field by field. */
export default function PlatformSheet({ r, onAct }: { r: Referral; onAct: (a: ActionOption) => void }) {
  const { t, say } = useText();
  const { message } = App.useApp();
  const q = usePlatformSheet(r.id);
  if (q.isError) return <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  const sheet = q.data;
  if (!sheet) return null;
  const mark = r.actions.find((a) => a.action === 'mark_entered' && a.allowed && !a.paper);
  const copyAll = async () => {
    try {
      await navigator.clipboard.writeText(sheet.fields.map((f) => `${f.label.zh}\t${f.value.replace(/\s+/g, ' ')}`).join('\n'));
      void message.success(t('referral.platform.copiedAll'), 1.5);
    } catch {
      // no clipboard here: the text can still be selected
    }
  };
  return (
    <>
      <p className="quiet">{t('referral.platform.help')}{sheet.basis && ` ${sheet.basis.number || sheet.basis.document} ${sheet.basis.article}`}</p>
      <p className="quiet">{t('referral.platform.entered', { sender: t(r.sub_states.sender_entered ? 'referral.platform.done' : 'referral.platform.open'), receiver: t(r.sub_states.receiver_entered ? 'referral.platform.done' : 'referral.platform.open') })}</p>
      <p className="no-print"><Button size="small" onClick={() => void copyAll()}>{t('referral.platform.copyAll')}</Button> <Button size="small" href={platformWorkbookPath(r.id)}>{t('referral.platform.xlsx')}</Button>{mark && <> <Button size="small" onClick={() => onAct(mark)}>{say(mark.title)}</Button></>}</p>
      <dl className="platform-sheet">
        {sheet.fields.map((f) => (
          <div key={f.name}><dt className="quiet">{say(f.label)}</dt><dd>{f.value ? <Copyable text={f.value} /> : <span className="quiet">{t('referral.platform.empty')}</span>}</dd></div>
        ))}
      </dl>
    </>
  );
}
