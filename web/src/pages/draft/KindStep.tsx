import { Button } from 'antd';
import { useText } from '../../i18n';

/** What is to be done. Every kind brings its own materials, clocks and approvals. */
export function KindStep({ onStart, begun }: { onStart: () => void; begun: boolean }) {
  const { t } = useText();
  return (
    <section className="section section-body">
      <p className="quiet">{t('draft.kind.lead')}</p>
      <div className="kind-card">
        <h2>{t('draft.kind.criminal')}</h2>
        <p>{t('draft.kind.criminalHelp')}</p>
        <p className="quiet">{t('draft.kind.criminalNeeds')}</p>
        <p><Button type="primary" size="large" onClick={onStart}>{begun ? t('draft.kind.continue') : t('draft.kind.start')}</Button></p>
      </div>
    </section>
  );
}
