import './notices.css';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Segmented, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { api } from '../../api/client';
import { problemOf } from '../../api/problem';
import type { NoticeView } from '../../api/types';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { useNow } from '../../format/clock';
import { dueWords, spoken, stamp } from '../../format/time';
import { useText } from '../../i18n';
import { Holiday } from './Holiday';
import { Stuck } from './Stuck';

/** What my organ was told, and what no channel took. */
export default function NoticesPage() {
  const { t } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [params, setParams] = useSearchParams();
  const unread = params.get('unread') === '1';
  usePageTitle(t('notice.title'));
  const q = useInfiniteQuery({
    queryKey: ['get', '/v1/notices', { unread }],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const { data, error } = await api.GET('/v1/notices', { params: { query: { ...(unread ? { unread } : {}), ...(pageParam ? { cursor: pageParam } : {}) } }, signal });
      if (error) throw error;
      return data;
    },
    getNextPageParam: (last) => last.next || undefined,
  });
  const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
  const mark = async (ids: string[]) => {
    const { error } = await api.POST('/v1/notices/read', { body: { ids } });
    if (error) void message.error(problemOf(error).detail ?? t('problem.unreachable'));
    void cache.invalidateQueries({ queryKey: ['get', '/v1/notices'] });
    void cache.invalidateQueries({ queryKey: ['get', '/v1/referral-counts'] });
  };
  return (
    <>
      <div className="page-head">
        <h1>{t('notice.title')}</h1>
        <span className="quiet">{t('notice.lead')}</span>
        <div className="page-extra">
          <Segmented value={unread ? 'unread' : 'all'} onChange={(v) => setParams(v === 'unread' ? { unread: '1' } : {}, { replace: true })} options={[{ value: 'all', label: t('notice.all') }, { value: 'unread', label: t('notice.unread') }]} />
          <Button icon={<Icon name="check" />} disabled={!rows.some((n) => !n.read)} onClick={() => void mark([])}>{t('notice.markAll')}</Button>
        </div>
      </div>
      <Stuck />
      <Holiday />
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.isPending && <Skeleton active />}
      {q.isSuccess && rows.length === 0 && <div className="section"><Empty title={unread ? undefined : t('notice.empty')}>{unread ? t('notice.emptyUnread') : t('notice.emptyHelp')}</Empty></div>}
      {rows.length > 0 && <ul className="section notices">{rows.map((n) => <Notice key={n.id} n={n} onRead={() => { if (!n.read) void mark([n.id]); }} />)}</ul>}
      {q.hasNextPage && <p className="inbox-more"><Button loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t('more')}</Button></p>}
    </>
  );
}

function Notice({ n, onRead }: { n: NoticeView; onRead: () => void }) {
  const { t, lang, say } = useText();
  const now = useNow();
  return (
    <li className={n.read ? 'notice' : 'notice notice-new'}>
      <span className="notice-level"><Tag tone={n.level === 'urgent' ? 'red' : n.level === 'warn' ? 'amber' : 'grey'}>{t(`notice.level.${n.level}`)}</Tag></span>
      <span className="notice-what">
        {n.case || n.meeting ? <Link to={n.case ? `/referrals/${n.case}` : `/meetings/${n.meeting}`} onClick={onRead}>{say(n.title)}</Link> : <strong>{say(n.title)}</strong>}
        <span className="quiet"><span className="num">{n.number}</span>{n.due_at && ` · ${t('notice.due')} ${dueWords(n.due_at, now, lang)}`}{n.basis && ` · ${n.basis}`}</span>
      </span>
      <time className="quiet num" dateTime={n.at} title={stamp(n.at)}>{spoken(n.at, now, lang)}</time>
      {n.read ? <span className="quiet notice-do">{t('notice.read')}</span> : <Button size="small" className="notice-do" onClick={onRead} aria-label={`${t('notice.read')} ${n.number}`}>{t('notice.read')}</Button>}
    </li>
  );
}
