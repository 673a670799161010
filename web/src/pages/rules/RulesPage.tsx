import './rules.css';
import '../referral/referral.css';
import { Input, Segmented, Skeleton } from 'antd';
import { useDeferredValue } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { $api } from '../../api/client';
import type { RuleView } from '../../api/types';
import { BasisLine } from '../../components/Basis';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { useText } from '../../i18n';
import { RuleCard } from './RuleCard';
import { RuleTabs } from './RuleTabs';

const tones = { high: 'green', flagged: 'amber', low: 'grey', internal: 'grey' } as const;
const timed = new Set(['calendar_days', 'working_days', 'hours', 'months', 'years']);

/** All rules with basis, edition and confidence, and each one tried on a date. */
export default function RulesPage() {
  const { rule } = useParams();
  const { t, say, word } = useText();
  const [params, setParams] = useSearchParams();
  const q = params.get('q') ?? '';
  const show = params.get('show') === 'all' ? 'all' : params.get('show') === 'gates' ? 'gates' : 'clock';
  const needle = useDeferredValue(q.trim());
  const list = $api.useQuery('get', '/v1/rules', {}, { staleTime: 5 * 60_000, meta: { still: true } });
  usePageTitle(t('rules.title'));
  if (list.isPending) return <Skeleton active />;
  if (!list.data) return <ProblemNote error={list.error} onRetry={() => void list.refetch()} />;
  const all = list.data.items;
  if (rule) {
    const editions = all.filter((r) => r.id === rule);
    return editions.length > 0 ? <RuleCard editions={editions} /> : <Empty title={t('rules.notFound')} action={<p><Link to="/rules">{t('rules.back')}</Link></p>} />;
  }
  const match = (r: RuleView) => !needle || [r.id, r.title.zh, r.title.en, r.says.zh, ...r.basis.flatMap((b) => [b.document, b.number ?? '', b.article ?? ''])].some((x) => x.toLowerCase().includes(needle.toLowerCase()));
  const rows = all.filter((r) => (show === 'all' || timed.has(r.unit) === (show === 'clock')) && match(r));
  const set = (part: Record<string, string>) => {
    const next = new URLSearchParams(params);
    for (const [k, v] of Object.entries(part)) if (v) next.set(k, v); else next.delete(k);
    setParams(next, { replace: true });
  };
  return (
    <>
      <div className="page-head">
        <h1>{t('rules.title')}</h1>
        <span className="quiet">{t('rules.lead')}</span>
        <div className="page-extra">
          <RuleTabs at="book" />
          <Segmented value={show} onChange={(v) => set({ show: v === 'clock' ? '' : v })} options={[{ value: 'clock', label: t('rules.withClock') }, { value: 'gates', label: t('rules.gates') }, { value: 'all', label: t('rules.all') }]} />
          <Input className="rules-search" allowClear value={q} placeholder={t('rules.search')} aria-label={t('rules.search')} onChange={(e) => set({ q: e.target.value })} />
        </div>
      </div>
      <div className="section">
        {rows.length === 0 && <Empty>{t('rules.none')}</Empty>}
        {rows.length > 0 && (
          <table className="grid rules">
            <caption className="sr">{t('rules.count', { n: rows.length })}</caption>
            <thead><tr><th scope="col">{t('rules.col.rule')}</th><th scope="col">{t('rules.col.period')}</th><th scope="col">{t('rules.col.owes')}</th><th scope="col">{t('rules.col.basis')}</th><th scope="col">{t('rules.col.confidence')}</th></tr></thead>
            <tbody>
              {rows.map((r) => (
                <tr key={`${r.id} ${r.edition} ${r.region ?? ''}`}>
                  <td className="grid-head"><Link to={`/rules/${r.id}`}>{say(r.title)}</Link><div className="quiet">{say(r.says)}</div></td>
                  <td data-label={t('rules.col.period')} className="rules-period">{period(r, word)}{r.region && <div><Tag tone="blue">{t('rules.region', { code: r.region })}</Tag></div>}</td>
                  <td data-label={t('rules.col.owes')}>{word('owes', r.owes)}</td>
                  <td data-label={t('rules.col.basis')} className="quiet rules-basis">{r.basis.map((b, i) => <div key={i}><BasisLine basis={b} /></div>)}</td>
                  <td data-label={t('rules.col.confidence')}><Tag tone={tones[r.confidence]}>{t(`rules.conf.${r.confidence}`)}</Tag>{r.off && <div className="quiet">{t('rules.off')}</div>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}

export function period(r: RuleView, word: (list: string, key: string) => string): string {
  return timed.has(r.unit) ? `${r.n} ${word('unit', r.unit)}` : word('unit', r.unit);
}
