import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useMe } from '../../api/people';
import { useFamily } from '../../api/referral';
import type { Family, Referral } from '../../api/types';
import { Section } from '../../components/Section';
import { StateTag, Tag } from '../../components/Tag';
import { Link } from 'react-router';
import { useText } from '../../i18n';

type Leads = Family['cases'];
const MergedFeedback = lazy(() => import('./MergedFeedback'));
const Together = lazy(() => import('../claim/Together'));

/** Every case that hangs together with this one, as far as the reader's organ takes part. */
export function FamilyBlock({ r }: { r: Referral }) {
  const { t, word } = useText();
  const f = useFamily(r.id).data;
  const me = useMe().data;
  const [answers, setAnswers] = useState<Leads>(); // as they were when the dialog was opened: lines stay while they are worked on
  const [series, setSeries] = useState(false);
  if (!f || f.cases.length < 2) return null;
  const claims = f.cases.filter((c) => c.kind === 'compensation' && c.sender.id === me?.agency.id && !['closed', 'void'].includes(c.state));
  const why = (id: string) => f.links.filter((l) => l.from === id || l.to === id).map((l) => {
    const other = f.cases.find((c) => c.id === (l.from === id ? l.to : l.from));
    return other ? t(l.from === id ? 'referral.family.follows' : 'referral.family.leads', { relation: word('referral.family.relation', l.relation), number: other.number }) : '';
  });
  const merged = f.links.filter((l) => l.relation === 'merged').flatMap((l) => [l.from, l.to]);
  const open = f.cases.filter((c) => merged.includes(c.id) && c.kind === 'lead' && c.receiver?.id === me?.agency.id && c.state === 'received');
  const many = claims.length > 1 && <Button size="small" className="no-print" onClick={() => setSeries(true)}>{t('claim.series.open', { n: claims.length })}</Button>;
  const all = open.length > 1 && <Button size="small" className="no-print" onClick={() => setAnswers(open)}>{t('referral.merged.button', { n: open.length })}</Button>;
  return (
    <Section title={t('referral.family.title')} extra={many || all}>
      {series && <Suspense><Together r={r} cases={claims} onClose={() => setSeries(false)} /></Suspense>}
      {answers && <Suspense><MergedFeedback leads={answers} onClose={() => setAnswers(undefined)} /></Suspense>}
      <ul className="family">
        {f.cases.map((c) => (
          <li key={c.id} className={c.id === r.id ? 'family-here' : undefined}>
            <p>{c.id === r.id ? <strong>{c.title}</strong> : <Link to={`/referrals/${c.id}`}>{c.title}</Link>} <Tag>{word('kind', c.kind)}</Tag> <StateTag state={c.state} kind={c.kind} /></p>
            <p className="quiet"><span className="num">{c.number}</span> · {c.sender.short_name} → {c.receiver?.short_name ?? t('referral.notSentYet')}</p>
            {why(c.id).map((w) => <p key={w} className="quiet">{w}</p>)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
