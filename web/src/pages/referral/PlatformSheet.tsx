import { App, Button } from 'antd';
import { platformWorkbookPath, usePlatformSheet } from '../../api/referral';
import type { ActionOption, Referral } from '../../api/types';
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
  const copy = async (text: string, told: string) => {
    try {
      await navigator.clipboard.writeText(text);
      void message.success(told, 1.5);
    } catch {
      // no clipboard here: the text can still be selected
    }
  };
  const all = sheet.fields.map((f) => `${f.label.zh}\t${f.value.replace(/\s+/g, ' ')}`).join('\n');
  return (
    <>
      <p className="quiet">{t('referral.platform.help')}{sheet.basis && ` ${sheet.basis.number || sheet.basis.document} ${sheet.basis.article}`}</p>
      <p className="quiet">{t('referral.platform.entered', { sender: t(r.sub_states.sender_entered ? 'referral.platform.done' : 'referral.platform.open'), receiver: t(r.sub_states.receiver_entered ? 'referral.platform.done' : 'referral.platform.open') })}</p>
      <p className="no-print"><Button size="small" onClick={() => void copy(all, t('referral.platform.copiedAll'))}>{t('referral.platform.copyAll')}</Button> <Button size="small" href={platformWorkbookPath(r.id)}>{t('referral.platform.xlsx')}</Button>{mark && <> <Button size="small" onClick={() => onAct(mark)}>{say(mark.title)}</Button></>}</p>
      <dl className="platform-sheet">
        {sheet.fields.map((f) => (
          <div key={f.name}><dt className="quiet">{say(f.label)}</dt><dd>{f.value ? <><span className="platform-value">{f.value}</span> <Button className="no-print" size="small" aria-label={`${t('copy')} ${say(f.label)}`} onClick={() => void copy(f.value, t('copied', { text: say(f.label) }))}>{t('copy')}</Button></> : <span className="quiet">{t('referral.platform.empty')}</span>}</dd></div>
        ))}
      </dl>
    </>
  );
}
