import { Button } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useProcedures } from '../../api/procedures';
import type { Procedure } from '../../api/types';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';

interface Props { kind: string; onStart: (kind: string) => void; begun: boolean; opinion: boolean }

/** What is to be done. Every kind brings its own materials, clocks and approvals. */
export function KindStep({ kind, onStart, begun, opinion }: Props) {
  const { t, say } = useText();
  const go = useNavigate();
  const q = useProcedures();
  if (q.error) return <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  const list = (q.data?.items ?? []).filter((p) => p.allowed && (!begun || p.kind === kind));
  const card = (p: Procedure) => (
    <li key={p.kind} className={p.kind === kind ? 'kind-card kind-on' : 'kind-card'}>
      <h2>{say(p.title)}</h2>
      <p>{say(p.about)}</p>
      {p.kind === 'criminal' && <p className="quiet">{t('draft.kind.criminalNeeds')}</p>}
      {p.kind === 'lead' && <p className="quiet">{t('draft.kind.lead1')}</p>}
      <p><Button type={p.kind === kind || p.kind === 'lead' ? 'primary' : 'default'} onClick={() => (p.kind === 'lead' && !begun ? void go('/new/lead') : onStart(p.kind))} aria-label={`${begun ? t('draft.kind.continue') : t('draft.kind.start')} ${say(p.title)}`}>{begun ? t('draft.kind.continue') : t('draft.kind.start')}</Button></p>
    </li>
  );
  return (
    <section className="section section-body">
      <p className="quiet">{t('draft.kind.lead')}</p>
      <ul className="kinds">
        {list.map(card)}
        {opinion && !begun && (
          <li className="kind-card">
            <h2>{t('draft.kind.opinion')}</h2>
            <p>{t('draft.kind.opinionHelp')}</p>
            <p><Link to="/new?kind=opinion"><Button>{t('draft.kind.start')}</Button></Link></p>
          </li>
        )}
      </ul>
    </section>
  );
}
