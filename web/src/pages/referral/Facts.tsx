import type { ReactNode } from 'react';
import type { Referral } from '../../api/types';
import { Section } from '../../components/Section';
import { dayWords } from '../../format/time';
import { useText } from '../../i18n';

/** What the drafter wrote, as a summary list. */
export function Facts({ r }: { r: Referral }) {
  const { t, lang } = useText();
  const c = r.content;
  const day = (d?: string) => (d ? dayWords(d, lang) : undefined);
  const short: Array<[string, ReactNode]> = [
    [t('referral.facts.source'), c.source],
    [t('referral.facts.officer'), c.officer && <>{c.officer}{c.officer_phone && ` · ${c.officer_phone}`}</>],
    [t('referral.facts.team'), c.investigators ? t('referral.facts.teamN', { n: c.investigators }) : undefined],
    [t('referral.facts.actOn'), day(c.act_on)],
    [t('referral.facts.foundOn'), day(c.found_on)],
    [t('referral.facts.penalty'), c.penalty_case && <>{c.penalty_case}{c.penalty_decided && ` · ${t('referral.facts.penaltyDecided')}`}</>],
    [t('referral.facts.penaltyFiled'), day(c.penalty_filed_on)],
    [t('referral.facts.seizedOn'), day(c.seized_on)],
    [t('referral.facts.registeredOn'), day(c.registered_on)],
    [t('referral.facts.track'), r.state === 'received' && r.sub_states.track ? t(`referral.facts.trackName.${r.sub_states.track}`) : undefined],
  ];
  const long: Array<[string, ReactNode]> = [
    [t('referral.facts.facts'), c.facts],
    [t('referral.facts.basis'), c.basis],
    [t('referral.facts.threshold'), c.threshold],
    [t('referral.facts.disposal'), c.disposal],
    [t('referral.facts.enforcementView'), c.enforcement_view],
    [t('referral.facts.legalView'), c.legal_view],
    [t('referral.facts.headView'), c.head_view],
  ];
  const row = ([name, value]: [string, ReactNode]) => value && <div key={name}><dt>{name}</dt><dd>{value}</dd></div>;
  const some = [...short, ...long].some(([, v]) => Boolean(v));
  return (
    <Section title={t('referral.facts.title')}>
      {!some && <p className="quiet">{t('referral.facts.empty')}</p>}
      <dl className="summary summary-short">{short.map(row)}</dl>
      <dl className="summary">{long.map(row)}</dl>
      {c.obvious_crime && <p className="quiet">{t('referral.facts.obvious')}</p>}
    </Section>
  );
}
