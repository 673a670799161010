import type { Referral } from '../../api/types';
import { Icon } from '../../components/icons';
import { Section } from '../../components/Section';
import { ChargeTag, Tag } from '../../components/Tag';
import { dayWords } from '../../format/time';
import { useText } from '../../i18n';

/** Person by person and offence by offence: the units on which everybody decides. */
export function Parties({ r }: { r: Referral }) {
  const { t, lang, say, word } = useText();
  const unit = r.unit_name && r.kind !== 'criminal' ? say(r.unit_name) : t('referral.parties.charge');
  const decided = r.kind === 'criminal' || Boolean(r.unit_name); // person by person, else as a whole
  const notable = new Set(['filed', 'declined', 'upheld', 'cancelled', 'not_prosecuted']);
  return (
    <Section title={r.kind === 'criminal' ? t('referral.parties.title') : r.unit_name ? t('referral.parties.titleOf', { unit }) : t('referral.parties.name')} flush>
      {r.parties.length === 0 ? <p className="section-body quiet">{t('referral.parties.none')}</p> : (
        <table className="grid">
          <thead><tr><th scope="col">{t('referral.parties.name')}</th>{decided && <><th scope="col">{unit}</th><th scope="col">{t('referral.parties.state')}</th><th scope="col">{t('referral.parties.decided')}</th></>}</tr></thead>
          <tbody>
            {r.parties.map((p) => {
              const rows = p.charges.length > 0 ? p.charges : [undefined];
              return rows.map((c, i) => (
                <tr key={c?.id ?? p.id}>
                  {i === 0 && (
                    <td rowSpan={rows.length} className="grid-head">
                      <strong>{p.name || t('referral.parties.unnamed')}</strong> <Tag>{word('referral.parties.kind', p.kind)}</Tag>
                      {p.credit_code && <div className="quiet num">{t('referral.parties.code')} {p.credit_code}</div>}
                      {p.id_number && <div className="quiet num">{t('referral.parties.idno')} {p.id_number}</div>}
                      {p.note && <div className="quiet">{p.note}</div>}
                      {p.warnings.map((w, j) => <div key={j} className="warn-line"><Icon name="warn" size={14} /> {say(w)}</div>)}
                    </td>
                  )}
                  {decided && <><td data-label={unit}>{c ? <>{c.offence}{c.article && <div className="quiet">{c.article}</div>}</> : <span className="quiet">—</span>}</td>
                  <td data-label={t('referral.parties.state')}>{c && <><ChargeTag state={c.state} kind={r.kind} />{notable.has(c.state) && <> <Tag tone={c.notified ? 'green' : 'amber'}>{c.notified ? t('referral.parties.yes') : t('referral.parties.no')}</Tag></>}{c.result && <div className="quiet">{word('referral.timeline.outcome', c.result)}</div>}</>}</td>
                  <td data-label={t('referral.parties.decided')}>{c?.decided_on && c.state !== 'pending' ? dayWords(c.decided_on, lang) : <span className="quiet">—</span>}</td></>}
                </tr>
              ));
            })}
          </tbody>
        </table>
      )}
    </Section>
  );
}
