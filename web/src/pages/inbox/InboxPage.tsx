import './inbox.css';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Skeleton } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import { api } from '../../api/client';
import { begins, has, useMe } from '../../api/people';
import type { Box, ListQuery, ReferralSummary } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { observe } from '../../format/clock';
import { useText } from '../../i18n';
import { boxOf } from './boxes';
import { Lines } from './Lines';
import { narrowed } from './narrow';
import { NarrowBar } from './NarrowBar';
import { Saved } from './Saved';

const Owed = lazy(() => import('./Owed'));

function useLines(box: Box, q: string, narrow: ListQuery, ready: boolean) {
  return useInfiniteQuery({
    queryKey: ['get', '/v1/referrals', { box, q, ...narrow }],
    enabled: ready,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const { data, error } = await api.GET('/v1/referrals', { params: { query: { ...narrow, ...(q ? { q } : { box }), ...(pageParam ? { cursor: pageParam } : {}), limit: 50 } }, querySerializer: { array: { style: 'form', explode: false } }, signal });
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
  const [params] = useSearchParams();
  const q = params.get('q')?.trim() ?? '';
  const box = boxOf(params.get('box'), me);
  const operator = has(me, 'operator');
  const narrow = useMemo(() => narrowed(params, q !== ''), [params, q]);
  const pages = useLines(box, q, narrow, me !== undefined && !operator);
  const rows = useMemo(() => pages.data?.pages.flatMap((p) => p.items) ?? [], [pages.data]);
  const filtered = Object.keys(narrow).length > 0;
  const title = q ? t('inbox.searchTitle', { q }) : word('inbox.box', box);
  usePageTitle(title);

  if (operator) return <Empty title={t('inbox.noCases')} action={<p><Link to="/admin">{t('admin.title')}</Link></p>}>{t('inbox.noCasesHelp')}</Empty>;

  const found = t(pages.hasNextPage ? 'inbox.foundMore' : 'inbox.found', { n: rows.length });
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <span className="quiet" role={q ? 'status' : undefined}>{q ? pages.isSuccess && !pages.isPlaceholderData && found : word('inbox.say', box)}</span>
        {q && <Link to="/">{t('inbox.clear')}</Link>}
        <div className="page-extra no-print">
          <Saved box={box} />
          {has(me, 'handler') && me?.agency.sector !== 'police' && <Button type="primary" className="inbox-new" icon={<Icon name="plus" />} onClick={() => void go('/new')}>{t('newReferral')}</Button>}
        </div>
      </div>
      <NarrowBar searching={q !== ''} />
      {(box === 'todo' || box === 'signing') && !q && (begins(me) || has(me, 'coordinator')) && <Suspense fallback={null}><Owed /></Suspense>}
      {pages.isError && <ProblemNote error={pages.error} onRetry={() => void pages.refetch()} />}
      {pages.isPending && me && <div className="section section-body"><Skeleton active paragraph={{ rows: 8 }} title={false} /></div>}
      {pages.isSuccess && (rows.length > 0
        ? <Lines rows={rows} box={q ? undefined : box} />
        : <div className="section"><Nothing q={q} box={box} filtered={filtered} /></div>)}
      {pages.hasNextPage && <p className="inbox-more"><Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('more')}</Button> <span className="quiet">{t('inbox.total', { n: rows.length })}</span></p>}
      {rows.length > 0 && <p className="inbox-keys quiet no-print">{t('inbox.keys')}</p>}
    </>
  );
}

/** An empty list says what to do; an empty search, what can be searched. */
function Nothing({ q, box, filtered }: { q: string; box: Box; filtered: boolean }) {
  const { t, word } = useText();
  if (q) return <Empty title={t('inbox.empty.search', { q })}><span className="search-help">{filtered && <>{t('inbox.empty.filtered')}<br /></>}{t('inbox.empty.searchHelp')}</span></Empty>;
  if (filtered) return <Empty>{t('inbox.empty.filtered')}</Empty>;
  return <Empty title={t('none')}>{word('inbox.empty', box)}</Empty>;
}

export type Row = ReferralSummary;
