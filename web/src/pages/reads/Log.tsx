import '../../components/field.css';
import { Button, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { has, useMe } from '../../api/people';
import { useReads, type ReadsQuery } from '../../api/reads';
import type { ReadView } from '../../api/types';
import { DateInput } from '../../components/DateInput';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

const kinds = ['case', 'document', 'preview', 'evidence', 'volume', 'platform_sheet', 'archive', 'supervision_leads', 'bundle'] as const;
const ranges = ['outside', 'unexplained'] as const;
const names = ['what', 'only', 'number', 'person', 'from', 'to'];

/** The filters of the page in the words of the contract. */
function queryOf(params: URLSearchParams): ReadsQuery {
  const q: ReadsQuery = {};
  const what = kinds.find((k) => k === params.get('what'));
  if (what) q.what = what;
  const only = ranges.find((k) => k === params.get('only'));
  if (only) q[only] = true;
  for (const name of ['number', 'person', 'from', 'to'] as const) {
    const v = params.get(name)?.trim();
    if (v) q[name] = v;
  }
  return q;
}

/** The looks of an organ's people, and for its auditor those at its cases. */
export function Log() {
  const { t, word } = useText();
  const me = useMe().data;
  const [params, setParams] = useSearchParams();
  const q = useReads(queryOf(params), true);
  const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
  const used = names.some((n) => params.get(n));
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(params);
    if (value) next.set(name, value);
    else next.delete(name);
    setParams(next, { replace: true });
  };
  const choice = (name: string, label: string, options: Array<[string, string]>) => (
    <label><span>{label}</span>
      <select value={params.get(name) ?? ''} onChange={(e) => set(name, e.target.value)}>
        <option value="">{t('reads.filter.all')}</option>
        {options.map(([v, text]) => <option key={v} value={v}>{text}</option>)}
      </select>
    </label>
  );
  const typed = (name: string, label: string) => (
    <label key={`${name} ${params.get(name) ?? ''}`}><span>{label}</span>
      <input defaultValue={params.get(name) ?? ''} maxLength={60} onBlur={(e) => set(name, e.target.value.trim())} onKeyDown={(e) => { if (e.key === 'Enter') set(name, e.currentTarget.value.trim()); }} />
    </label>
  );
  return (
    <>
      <p className="admin-say">{t('reads.lead')} {t(q.data?.pages[0]?.audits ? 'reads.leadAudit' : 'reads.leadAdmin')}</p>
      <div className="reads-filter no-print" role="group" aria-label={t('inbox.filter')}>
        {choice('only', t('reads.filter.only'), ranges.map((v) => [v, t(`reads.filter.${v}`)]))}
        {choice('what', t('reads.thing'), kinds.map((v) => [v, word('reads.what', v)]))}
        {typed('number', t('reads.number'))}
        {typed('person', t('reads.person'))}
        <div role="group" aria-label={t('reads.at')}>
          <DateInput value={params.get('from') ?? ''} onChange={(v) => set('from', v)} max={params.get('to') ?? undefined} label={t('inbox.by.from')} />
          <span aria-hidden="true">—</span>
          <DateInput value={params.get('to') ?? ''} onChange={(v) => set('to', v)} min={params.get('from') ?? undefined} label={t('inbox.by.to')} />
        </div>
        {used && <Button type="link" onClick={() => setParams({}, { replace: true })}>{t('inbox.clearFilter')}</Button>}
      </div>
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.isPending && <Skeleton active />}
      {q.isSuccess && rows.length === 0 && <div className="section"><Empty title={t(used ? 'reads.emptyFiltered' : 'reads.empty')}>{t(used ? 'reads.emptyFilteredHelp' : 'reads.emptyHelp')}</Empty></div>}
      {rows.length > 0 && <Table rows={rows} links={has(me, 'auditor')} />}
      {q.hasNextPage && <p className="reads-more"><Button loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t('more')}</Button></p>}
    </>
  );
}

function Table({ rows, links }: { rows: ReadView[]; links: boolean }) {
  const { t, word } = useText();
  return (
    <table className="section reads">
      <thead><tr><th scope="col">{t('reads.at')}</th><th scope="col">{t('reads.who')}</th><th scope="col">{t('reads.thing')}</th><th scope="col">{t('reads.number')}</th><th scope="col">{t('reads.why')}</th></tr></thead>
      <tbody>
        {rows.map((x) => (
          <tr key={x.id}>
            <td className="num quiet">{stamp(x.at)}</td>
            <td><strong>{x.name}</strong> <span className="quiet">{word('admin.fn', x.function)} · {x.agency.short_name}</span></td>
            <td>{word('reads.what', x.what)}</td>
            <td className="num">{x.number ? (links ? <Link to={`/?q=${encodeURIComponent(x.number)}`}>{x.number}</Link> : x.number) : '—'}</td>
            <td className="wrap-any">
              {x.reason}
              {x.outside && !x.reason && <span className="quiet">{t('reads.noReason')}</span>}
              {x.outside && <> <Tag tone="amber">{t('reads.outside')}</Tag></>}
              {x.discreet && <> <Tag tone="grey">{t('reads.discreet')}</Tag></>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
