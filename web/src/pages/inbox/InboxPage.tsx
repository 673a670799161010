import './inbox.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Segmented, Skeleton } from 'antd';
import { useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api } from '../../api/client';
import { has, useMe } from '../../api/people';
import type { Box, ReferralSummary } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { observe } from '../../format/clock';
import { useText } from '../../i18n';
import { boxOf } from './boxes';
import { Lines } from './Lines';

type Filter = 'all' | 'red' | 'amber' | 'green';
const filters: Filter[] = ['all', 'red', 'amber', 'green'];
const shapes: Record<Filter, string> = { all: '', red: '■ ', amber: '▲ ', green: '● ' };

function useLines(box: Box, q: string, ready: boolean) {
  return useInfiniteQuery({
    queryKey: ['get', '/v1/referrals', { box, q }],
    enabled: ready,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const { data, error } = await api.GET('/v1/referrals', { params: { query: { ...(q ? { q } : { box }), ...(pageParam ? { cursor: pageParam } : {}), limit: 50 } }, signal });
      if (error) throw error;
      observe(data.now);
      return data;
    },
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: (before) => before,
  });
}

/** The inbox: whose turn, by when, what next. Box, search and filter are in the address. */
export default function InboxPage() {
  const { t, word } = useText();
  const go = useNavigate();
  const me = useMe().data;
  const [params, setParams] = useSearchParams();
  const q = params.get('q')?.trim() ?? '';
  const box = boxOf(params.get('box'), me);
  const light = filters.find((f) => f === params.get('light')) ?? 'all';
  const operator = has(me, 'operator');
  const pages = useLines(box, q, me !== undefined && !operator);
  const rows = useMemo(() => pages.data?.pages.flatMap((p) => p.items) ?? [], [pages.data]);
  const shown = useMemo(() => rows.filter((r) => light === 'all' || r.light === light), [rows, light]);
  const title = q ? t('inbox.searchTitle', { q }) : word('inbox.box', box);
  usePageTitle(title);

  if (operator) return <Empty title={t('inbox.noCases')} action={<p><Link to="/admin">{t('admin.title')}</Link></p>}>{t('inbox.noCasesHelp')}</Empty>;

  const setLight = (f: Filter) => {
    const next = new URLSearchParams(params);
    if (f === 'all') next.delete('light');
    else next.set('light', f);
    setParams(next, { replace: true });
  };
  const count = (f: Filter) => (f === 'all' ? rows.length : rows.filter((r) => r.light === f).length);

  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <span className="quiet">{q ? t('inbox.found', { n: rows.length }) : word('inbox.say', box)}</span>
        {q && <Link to="/">{t('inbox.clear')}</Link>}
        <div className="page-extra no-print">
          {rows.length > 0 && (
            <Segmented<Filter> aria-label={t('inbox.filter')} value={light} onChange={setLight}
              options={filters.map((f) => ({ value: f, label: <span><span aria-hidden="true" className={`seg-${f}`}>{shapes[f]}</span>{f === 'all' ? t('inbox.all') : t(`light.${f}`)} <span className="num">{count(f)}</span></span> }))} />
          )}
          {has(me, 'handler') && me?.agency.sector !== 'police' && <Button type="primary" className="inbox-new" icon={<Icon name="plus" />} onClick={() => void go('/new')}>{t('newReferral')}</Button>}
        </div>
      </div>
      {pages.isError && <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && me && <div className="section section-body"><Skeleton active paragraph={{ rows: 8 }} title={false} /></div>}
      {pages.isSuccess && (shown.length > 0
        ? <Lines rows={shown} box={q ? undefined : box} />
        : <div className="section"><Nothing q={q} box={box} filtered={rows.length > 0} /></div>)}
      {pages.hasNextPage && <p className="inbox-more"><Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('more')}</Button></p>}
      {shown.length > 0 && <p className="inbox-keys quiet no-print">{t('inbox.keys')}</p>}
    </>
  );
}

function Nothing({ q, box, filtered }: { q: string; box: Box; filtered: boolean }) {
  const { t, word } = useText();
  if (filtered) return <Empty>{t('inbox.empty.filtered')}</Empty>;
  if (q) return <Empty>{t('inbox.empty.search', { q })}</Empty>;
  return <Empty title={t('none')}>{word('inbox.empty', box)}</Empty>;
}

export type Row = ReferralSummary;
