import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { problemOf } from '../../api/problem';
import { referralQuery, watch } from '../../api/referral';
import type { Box, ReferralSummary } from '../../api/types';
import { useText } from '../../i18n';
import { Line } from './Line';

const BulkSign = lazy(() => import('./BulkSign'));
const Keys = lazy(() => import('./Keys'));

const busy = (el: Element | null) => el instanceof HTMLElement && (el instanceof HTMLInputElement && el.type !== 'checkbox' || /^(TEXTAREA|SELECT)$/.test(el.tagName) || el.closest('[role="dialog"]') !== null);

/** What can be signed for: sent to my organ and not yet signed. */
const signable = (r: ReferralSummary) => r.state === 'sent' && r.relation === 'receiver';

/** The lines of a box. J and K move, Enter opens, X selects, E signs for, S follows. */
export function Lines({ rows, box }: { rows: ReferralSummary[]; box?: Box }) {
  const { t } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const go = useNavigate();
  const [at, setAt] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [signing, setSigning] = useState<ReferralSummary[]>();
  const [help, setHelp] = useState(false);
  const table = useRef<HTMLTableElement>(null);
  const fresh = useFresh(rows);
  const choosable = useMemo(() => rows.filter(signable), [rows]);
  const picked = useMemo(() => choosable.filter((r) => chosen.has(r.id)), [choosable, chosen]);

  const prefetch = useCallback((id: string) => void cache.prefetchQuery({ ...referralQuery(id), staleTime: 10_000 }), [cache]);
  const open = useCallback((id: string) => void go(`/referrals/${id}`), [go]);
  const focused = useCallback((id: string) => { setAt(id); prefetch(id); }, [prefetch]);
  const choose = useCallback((id: string) => setChosen((old) => {
    const next = new Set(old);
    if (!next.delete(id)) next.add(id);
    return next;
  }), []);
  const follow = useCallback(async (r: ReferralSummary) => {
    try {
      await watch(r.id, box !== 'watched');
      void message.success(t(box === 'watched' ? 'inbox.unwatched' : 'inbox.watchedNow', { number: r.number }));
      void cache.invalidateQueries({ queryKey: ['get', '/v1/referrals'] });
      void cache.invalidateQueries({ queryKey: ['get', '/v1/referral-counts'] });
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'));
    }
  }, [box, cache, message, t]);

  useEffect(() => {
    const key = (e: KeyboardEvent) => {
      if (e.ctrlKey || e.metaKey || e.altKey || busy(document.activeElement) || document.querySelector('.ant-modal-wrap:not([style*="display: none"])')) return;
      const k = e.key.toLowerCase();
      const i = rows.findIndex((r) => r.id === at);
      const here = rows[i];
      if (k === 'j' || k === 'k') {
        const next = rows[Math.max(0, Math.min(rows.length - 1, i + (k === 'j' ? 1 : -1)))];
        if (!next) return;
        setAt(next.id);
        const link = table.current?.querySelector<HTMLAnchorElement>(`[data-line="${next.id}"]`);
        link?.focus();
        link?.scrollIntoView({ block: 'nearest' });
      } else if (k === 's' && here) void follow(here);
      else if (k === 'x' && here && signable(here)) choose(here.id);
      else if (k === 'x' && here) void message.info(t('inbox.bulk.onlySent'));
      else if (k === 'e' && (picked.length > 0 || (here && signable(here)))) setSigning(picked.length > 0 ? picked : [here!]);
      else if (k === 'e' && here) void message.info(t('inbox.bulk.onlySent'));
      else if (k === '?') setHelp(true);
      else if (k === 'enter' && here && document.activeElement === document.body) open(here.id);
      else return;
      e.preventDefault();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, [at, rows, picked, follow, choose, open, message, t]);

  const all = picked.length === choosable.length;
  return (
    <>
      {choosable.length > 0 && (
        <div className="bulk-head no-print">
          <label><input type="checkbox" checked={all} ref={(el) => { if (el) el.indeterminate = picked.length > 0 && !all; }} onChange={() => setChosen(all ? new Set() : new Set(choosable.map((r) => r.id)))} /> {t('inbox.bulk.all', { n: choosable.length })}</label>
          <Button disabled={picked.length === 0} onClick={() => setSigning(picked)}>{t('inbox.bulk.open', { n: picked.length })}</Button>
        </div>
      )}
      <div className="section lines-wrap">
        <table className="lines" ref={table}>
          <thead>
            <tr><th scope="col" className="line-choose no-print"><span className="sr">{t('inbox.col.choose')}</span></th><th scope="col">{t('inbox.col.due')}</th><th scope="col">{t('inbox.col.matter')}</th><th scope="col">{t('inbox.col.route')}</th><th scope="col">{t('inbox.col.state')}</th><th scope="col">{t('inbox.col.next')}</th><th scope="col">{t('inbox.col.sent')}</th></tr>
          </thead>
          <tbody>
            {rows.map((r) => <Line key={r.id} r={r} at={r.id === at} fresh={fresh.has(r.id)} chosen={chosen.has(r.id) && signable(r)} choosable={signable(r)} onChoose={choose} onFocus={focused} onPrefetch={prefetch} onOpen={open} />)}
          </tbody>
        </table>
      </div>
      {signing && <Suspense><BulkSign rows={signing} onClose={(signed) => { setSigning(undefined); setChosen((old) => new Set([...old].filter((id) => !signed.includes(id)))); }} /></Suspense>}
      {help && <Suspense><Keys onClose={() => setHelp(false)} /></Suspense>}
    </>
  );
}

/** Which lines came in since the list was first shown. */
function useFresh(rows: ReferralSummary[]): Set<string> {
  const known = useRef<Set<string>>(undefined);
  const [fresh, setFresh] = useState<Set<string>>(new Set());
  useEffect(() => {
    const ids = rows.map((r) => r.id);
    if (known.current) {
      const before = known.current;
      const news = ids.filter((id) => !before.has(id));
      if (news.length > 0 && news.length < ids.length) setFresh(new Set(news));
    }
    known.current = new Set([...(known.current ?? []), ...ids]);
  }, [rows]);
  return fresh;
}
