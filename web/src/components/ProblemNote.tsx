import './note.css';
import { Button } from 'antd';
import { problemOf, unreachable } from '../api/problem';
import { useText } from '../i18n';
import { BasisLine } from './Basis';
import { Icon } from './icons';

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** turns the names of actions that are possible instead into words */
  titleOf?: (action: string) => string | undefined;
}

/** What is wrong, under which article, and what is possible instead. */
export function ProblemNote({ error, onRetry, titleOf }: Props) {
  const { t } = useText();
  const p = problemOf(error);
  const lost = p.code === unreachable;
  const allowed = (p.allowed ?? []).map((a) => titleOf?.(a)).filter((x): x is string => Boolean(x));
  return (
    <div className="note note-red" role="alert">
      <Icon name="warn" />
      <div>
        <p className="note-title">{lost ? t('problem.unreachable') : p.code === 'foreign_answer' ? t('problem.foreign') : p.title}</p>
        {lost ? <p>{t('problem.unreachableHelp')}</p> : p.detail && p.detail !== p.title && <p>{p.detail}</p>}
        {p.errors && p.errors.length > 0 && (
          <ul className="note-list">{p.errors.map((e, i) => <li key={i}>{e.message} <span className="quiet mono">{e.location.replace(/^body\./, '')}</span></li>)}</ul>
        )}
        {p.basis && <p className="quiet">{t('problem.basis')}<BasisLine basis={p.basis} /></p>}
        {allowed.length > 0 && <p>{t('problem.allowed')}{allowed.join('、')}</p>}
        {onRetry && <Button size="small" onClick={onRetry}>{t('retry')}</Button>}
      </div>
    </div>
  );
}
