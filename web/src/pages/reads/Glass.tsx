import { Button, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useGlass, type GlassView } from '../../api/glass';
import { useMe } from '../../api/people';
import { Empty } from '../../components/Empty';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';
import { BreakDialog, ReviewDialog } from './GlassDialogs';

/** Break-glass looks: asking for one, the own ones, those of the organ, and those to be judged. */
export function Glass() {
  const { t } = useText();
  const [params, setParams] = useSearchParams();
  const waiting = params.get('waiting') === '1';
  const asking = params.get('break') === '1';
  const [review, setReview] = useState<GlassView>();
  const q = useGlass(waiting, true);
  const first = q.data?.pages[0];
  const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
  const set = (name: string, on: boolean) => {
    const next = new URLSearchParams(params);
    if (on) next.set(name, '1');
    else next.delete(name);
    setParams(next, { replace: true, preventScrollReset: true });
  };
  return (
    <>
      <p className="admin-say">{t('reads.glass.lead', { hours: first?.hours ?? 4 })}</p>
      <div className="glass-bar no-print">
        {first?.breaks && <Button type="primary" icon={<Icon name="lock" />} onClick={() => set('break', true)}>{t('reads.glass.open')}</Button>}
        <Segmented value={waiting ? 'waiting' : 'all'} onChange={(v) => set('waiting', v === 'waiting')} options={[{ value: 'all', label: t('reads.filter.all') }, { value: 'waiting', label: t('reads.glass.waiting') }]} />
      </div>
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.isPending && <Skeleton active />}
      {q.isSuccess && rows.length === 0 && <div className="section"><Empty title={t(waiting ? 'reads.glass.noneWaiting' : 'reads.glass.none')}>{t(first?.reviews ? 'reads.glass.noneHelpReview' : 'reads.glass.noneHelp')}</Empty></div>}
      {rows.length > 0 && <ul className="section glass">{rows.map((g) => <Look key={g.id} g={g} onReview={() => setReview(g)} />)}</ul>}
      {q.hasNextPage && <p className="reads-more"><Button loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t('more')}</Button></p>}
      {asking && <BreakDialog hours={first?.hours ?? 4} onClose={() => set('break', false)} />}
      {review && <ReviewDialog g={review} onClose={() => setReview(undefined)} />}
    </>
  );
}

function Look({ g, onReview }: { g: GlassView; onReview: () => void }) {
  const { t, word } = useText();
  const own = useMe().data?.agency.id === g.sender.id;
  const reads = own || (g.mine && g.open);
  return (
    <li>
      <p className="glass-head">
        {reads ? <Link className="num" to={`/referrals/${g.case}`}>{g.number}</Link> : <span className="num">{g.number}</span>}
        <Tag tone="amber">{word('reads.glass.ground', g.ground)}</Tag>
        {g.mine && <Tag tone={g.open ? 'blue' : 'grey'}>{t(g.open ? 'reads.glass.openUntil' : 'reads.glass.over', { at: stamp(g.expires_at) })}</Tag>}
        {g.verdict && <Tag tone={g.verdict === 'justified' ? 'green' : 'red'}>{word('reads.glass.verdict', g.verdict)}</Tag>}
        {!g.verdict && <Tag tone={g.late ? 'red' : 'amber'} title={t('reads.glass.limit')}>{t(g.late ? 'reads.glass.late' : 'reads.glass.due', { at: stamp(g.review_due_at) })}</Tag>}
      </p>
      <p className="wrap-any">{g.reason}</p>
      <p className="quiet">{t('reads.glass.by', { name: g.name, function: word('admin.fn', g.function), organ: g.agency.name })} · <span className="num">{stamp(g.opened_at)} — {stamp(g.expires_at)}</span></p>
      {g.verdict && <p className="quiet wrap-any">{t('reads.glass.judged', { name: g.reviewer ?? '', organ: g.sender.short_name, at: stamp(g.reviewed_at ?? '') })}{g.remark}</p>}
      {!g.verdict && !g.review && <p className="quiet">{t('reads.glass.waitsFor', { organ: g.sender.name })}</p>}
      {g.review && <p className="no-print"><Button type="primary" size="small" onClick={onReview}>{t('reads.glass.review')}</Button></p>}
    </li>
  );
}
