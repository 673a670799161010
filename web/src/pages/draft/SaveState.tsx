import { Button } from 'antd';
import { problemOf, unreachable } from '../../api/problem';
import { clockTime } from '../../format/time';
import { useText } from '../../i18n';
import type { useDraft } from './useDraft';

/** "已保存 14:03", or who changed what in the meantime. */
export function SaveState({ d }: { d: ReturnType<typeof useDraft> }) {
  const { t } = useText();
  if (d.conflict) {
    const { who, at, parts } = d.conflict;
    return (
      <div className="save save-conflict" role="alert" data-conflict="">
        <p>{t('draft.conflict', { who: who || t('draft.conflictSomebody'), time: clockTime(new Date(at)), what: parts.map((p) => t(`draft.field.${p}`)).join('、') })}</p>
        <p><Button size="small" type="primary" onClick={() => d.settle(true)}>{t('draft.useMine')}</Button> <Button size="small" onClick={() => d.settle(false)}>{t('draft.useTheirs')}</Button></p>
      </div>
    );
  }
  if (d.saving === 'failed') {
    const p = problemOf(d.error);
    const why = p.code === unreachable ? t('problem.unreachable') : p.errors?.length ? t('draft.invalid') : p.detail ?? p.title;
    return <div className="save save-bad" role="alert"><span>{t('draft.notSaved')}：{why}</span> <Button size="small" onClick={() => void d.save()}>{t('retry')}</Button></div>;
  }
  return <p className="save quiet" role="status">{d.saving === 'saving' ? t('draft.saving') : d.saving === 'dirty' && d.form.title.trim().length >= 2 ? t('draft.dirty') : d.savedAt ? t('draft.saved', { time: clockTime(d.savedAt) }) : d.saving === 'clean' ? '' : t('draft.unsaved')}</p>;
}
