import type { ReactNode } from 'react';
import { useProcedure } from '../../api/procedures';
import type { Procedure, ProcedureField, Referral } from '../../api/types';
import { ItemName } from '../../components/routing/ItemName';
import { Section } from '../../components/Section';
import { dayWords } from '../../format/time';
import { useText } from '../../i18n';

/** What the drafter wrote, as a summary list. */
export function Facts({ r }: { r: Referral }) {
  const p = useProcedure(r.kind);
  return r.kind === 'criminal' || !p ? <CriminalFacts r={r} /> : <OtherFacts r={r} p={p} />;
}

/** The entries of any kind, named as its form names them. */
function OtherFacts({ r, p }: { r: Referral; p: Procedure }) {
  const { t, lang, say } = useText();
  const c = r.content as Record<string, unknown>;
  const value = (f: ProcedureField): ReactNode => {
    const v = c[f.name];
    const label = (x: unknown) => { const o = f.options.find((o) => o.value === x); return o ? say(o.label) : String(x); };
    if (v === undefined || v === '' || v === false || (Array.isArray(v) && v.length === 0)) return undefined;
    if (f.name === 'item') return <ItemName code={String(v)} />;
    if (f.kind === 'day') return dayWords(String(v), lang);
    if (f.kind === 'yes') return t('yes');
    return Array.isArray(v) ? v.map(label).join('、') : f.kind === 'choice' ? label(v) : String(v);
  };
  const views: Array<[string, ReactNode]> = [[t('referral.facts.headView'), r.content.head_view]];
  const rows = (long: boolean): Array<[string, ReactNode]> => p.fields.filter((f) => (f.kind === 'text') === long).map((f) => [say(f.label), value(f)]);
  const row = ([name, v]: [string, ReactNode]) => v && <div key={name}><dt>{name}</dt><dd>{v}</dd></div>;
  const some = [...rows(false), ...rows(true)].some(([, v]) => Boolean(v));
  return (
    <Section title={t('referral.facts.title')}>
      {!some && <p className="quiet">{t('referral.facts.empty')}</p>}
      <dl className="summary summary-short">{rows(false).map(row)}</dl>
      <dl className="summary">{[...rows(true), ...views].map(row)}</dl>
    </Section>
  );
}

function CriminalFacts({ r }: { r: Referral }) {
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
