import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { problemOf } from '../../api/problem';
import { referralQuery, watch } from '../../api/referral';
import type { Box, ReferralSummary } from '../../api/types';
import { Icon } from '../../components/icons';
import { Light } from '../../components/Light';
import { FlagTags, StateTag, SyntheticMark, Tag } from '../../components/Tag';
import { useNow } from '../../format/clock';
import { spoken, stamp } from '../../format/time';
import { useText } from '../../i18n';

const busy = (el: Element | null) => el instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName) || el.closest('[role="dialog"]') !== null);

/** The lines of a box: J and K move, Enter opens, S follows. */
export function Lines({ rows, box }: { rows: ReferralSummary[]; box?: Box }) {
  const { t, lang, say, word } = useText();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const go = useNavigate();
  const now = useNow();
  const [at, setAt] = useState(-1);
  const links = useRef<Array<HTMLAnchorElement | null>>([]);
  const fresh = useFresh(rows);

  const prefetch = useCallback((id: string) => void cache.prefetchQuery({ ...referralQuery(id), staleTime: 10_000 }), [cache]);
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
      if (e.ctrlKey || e.metaKey || e.altKey || busy(document.activeElement)) return;
      const k = e.key.toLowerCase();
      if (k === 'j' || k === 'k') {
        const next = Math.max(0, Math.min(rows.length - 1, at + (k === 'j' ? 1 : -1)));
        setAt(next);
        links.current[next]?.focus();
        links.current[next]?.scrollIntoView({ block: 'nearest' });
      } else if (k === 's' && rows[at]) void follow(rows[at]);
      else if (k === 'enter' && rows[at] && document.activeElement === document.body) void go(`/referrals/${rows[at].id}`);
      else return;
      e.preventDefault();
    };
    addEventListener('keydown', key);
    return () => removeEventListener('keydown', key);
  }, [at, rows, follow, go]);

  return (
    <div className="section lines-wrap">
      <table className="lines">
        <thead>
          <tr><th scope="col">{t('inbox.col.due')}</th><th scope="col">{t('inbox.col.matter')}</th><th scope="col">{t('inbox.col.route')}</th><th scope="col">{t('inbox.col.state')}</th><th scope="col">{t('inbox.col.next')}</th><th scope="col">{t('inbox.col.sent')}</th></tr>
        </thead>
        <tbody>
          {rows.map((r, i) => (
            <tr key={r.id} className={`line line-${r.light}${i === at ? ' line-at' : ''}${fresh.has(r.id) ? ' line-new' : ''}${r.my_turn ? ' line-mine' : ''}`} onMouseEnter={() => prefetch(r.id)} onClick={(e) => { if (!(e.target as Element).closest('a,button')) void go(`/referrals/${r.id}`); }}>
              <td className="line-due"><Light light={r.light} due={r.due_at} compact /></td>
              <td className="line-matter">
                <Link to={`/referrals/${r.id}`} ref={(el) => { links.current[i] = el; }} onFocus={() => { setAt(i); prefetch(r.id); }}>{r.title}</Link>
                <div className="line-sub"><span className="num">{r.number}</span><span>{word('kind', r.kind)}</span>{r.synthetic && <SyntheticMark />}</div>
              </td>
              <td className="line-route">{r.sender.short_name}<Icon name="arrow" size={13} /><span className="sr">{t('to')}</span>{r.receiver ? r.receiver.short_name : <span className="quiet">{t('inbox.dashNone')}</span>}</td>
              <td className="line-state"><StateTag state={r.state} /> <FlagTags flags={r.flags} /></td>
              <td className="line-next">{r.waits ? <>{r.waits.mine ? <Tag tone="blue">{t('inbox.mine')}</Tag> : <span className="quiet">{t('inbox.nextBy', { agency: r.waits.agency.short_name })}</span>} {say(r.waits.title)}</> : <span className="quiet">{t('inbox.dashNone')}</span>}</td>
              <td className="line-time num">{r.sent_at ? <time dateTime={r.sent_at} title={stamp(r.sent_at)}>{spoken(r.sent_at, now, lang)}</time> : <span className="quiet">{t('inbox.notSent')}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
