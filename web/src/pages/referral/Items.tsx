import type { Referral } from '../../api/types';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { yuan } from '../../format/size';
import { useText } from '../../i18n';

export function Items({ r }: { r: Referral }) {
  const { t, word } = useText();
  if (r.items.length === 0 && r.kind !== 'criminal') return null;
  if (r.items.length === 0) return <Section title={t('referral.items.title')}><p className="quiet">{t('referral.items.none')}</p></Section>;
  return (
    <Section title={t('referral.items.title')} flush>
      <table className="grid">
        <thead><tr><th scope="col">{t('referral.items.name')}</th><th scope="col">{t('referral.items.quantity')}</th><th scope="col">{t('referral.items.form')}</th><th scope="col">{t('referral.items.place')}</th></tr></thead>
        <tbody>
          {r.items.map((i) => (
            <tr key={i.id}>
              <td className="grid-head"><strong>{i.name}</strong>{i.feature && <div className="quiet">{i.feature}</div>}</td>
              <td data-label={t('referral.items.quantity')}>{i.quantity || '—'}</td>
              <td data-label={t('referral.items.form')}>{i.form ? <Tag tone="green">{word('referral.items.forms', i.form)}</Tag> : <Tag>{t('referral.items.notYet')}</Tag>}{i.seal_no && <div className="quiet">{t('referral.items.seal')} {i.seal_no}</div>}</td>
              <td data-label={t('referral.items.place')}>{i.place || '—'}{i.keeper && <div className="quiet">{t('referral.items.keeper')} {i.keeper}</div>}{i.daily_fen ? <div className="quiet">{t('referral.items.daily', { yuan: yuan(i.daily_fen) })}{i.payer && ` · ${i.payer}`}</div> : null}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
