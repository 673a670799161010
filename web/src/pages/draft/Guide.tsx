import { useText } from '../../i18n';
import { Icon } from '../../components/icons';

export type Step = 'kind' | 'party' | 'facts' | 'materials' | 'preview';
export const stepsOf: Step[] = ['kind', 'party', 'facts', 'materials', 'preview'];

/** Where one is in the guide; every step can be opened at any time. */
export function Guide({ step, done, onStep }: { step: Step; done: Record<Step, boolean>; onStep: (s: Step) => void }) {
  const { t } = useText();
  return (
    <nav className="guide no-print" aria-label={t('draft.title')}>
      <ol>
        {stepsOf.map((s, i) => (
          <li key={s}>
            <button type="button" className={s === step ? 'guide-on' : ''} aria-current={s === step ? 'step' : undefined} onClick={() => onStep(s)}>
              <span className={done[s] ? 'guide-no guide-done' : 'guide-no'}>{done[s] ? <Icon name="check" size={14} /> : i + 1}</span>{t(`draft.steps.${s}`)}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
