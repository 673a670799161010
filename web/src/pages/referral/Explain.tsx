import { Drawer, Skeleton } from 'antd';
import { $api } from '../../api/client';
import type { Explanation } from '../../api/types';
import { BasisLine } from '../../components/Basis';
import { ProblemNote } from '../../components/ProblemNote';
import { Note } from '../../components/Note';
import { useText } from '../../i18n';

/** How a clock of a case came to its line, day by day. */
export function ExplainClock({ referral, clock, onClose }: { referral: string; clock: string; onClose: () => void }) {
  const { t, say } = useText();
  const q = $api.useQuery('get', '/v1/referrals/{id}/clocks/{clock}/explanation', { params: { path: { id: referral, clock } } });
  return (
    <Drawer open onClose={onClose} size="min(560px, 100vw)" title={q.data ? say(q.data.title) : t('referral.explain.title')}>
      {q.isPending && <Skeleton active />}
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.data && <ExplanationText e={q.data} />}
    </Drawer>
  );
}

/** A start is a day, or a day with its office time. */
const plain = (s: string | null | undefined) => (s ? s.replace('T', ' ').replace(/(:\d\d):\d\d(\.\d+)?(\+08:00|Z)$/, '$1').replace('23:59', '24:00') : '');

export function ExplanationText({ e }: { e: Explanation }) {
  const { t, say, word } = useText();
  return (
    <div className="explain">
      <p className="explain-due">{e.due ? <>{t('referral.explain.due')} <strong className="num">{plain(e.due)}</strong></> : e.paused ? t('referral.explain.paused') : t('referral.explain.noDue')}</p>
      {e.provisional && <Note tone="amber">{t('referral.explain.missing', { years: e.missing_years.join('、') })}</Note>}
      {e.off && <Note tone="grey">{t('referral.explain.off')}</Note>}
      <p>{say(e.says)}</p>
      <ul className="explain-basis">{e.basis.map((b, i) => <li key={i}><BasisLine basis={{ document: b.document, number: b.number, article: b.article }} /></li>)}</ul>
      {e.steps.length > 0 && (
        <>
          <h3>{t('referral.explain.steps')}</h3>
          <ol className="explain-steps">{e.steps.map((s, i) => <li key={i} className={`step-${s.kind}`}>{say(s.text)}</li>)}</ol>
        </>
      )}
      {e.also.length > 0 && (
        <>
          <h3>{t('referral.explain.also')}</h3>
          <ul className="explain-basis">{e.also.map((a, i) => <li key={i}>{say(a.says)}：<strong className="num">{plain(a.due)}</strong>{a.stricter && `（${t('referral.explain.stricter')}）`}</li>)}</ul>
        </>
      )}
      {e.limits.length > 0 && <><h3>{t('referral.explain.limits')}</h3><ul className="explain-basis">{e.limits.map((l, i) => <li key={i}>{say(l.says)}</li>)}</ul></>}
      <dl className="summary">
        <div><dt>{t('referral.explain.start')}</dt><dd className="num">{plain(e.start)}</dd></div>
        {say(e.trigger) && <div><dt>{t('referral.explain.trigger')}</dt><dd>{say(e.trigger)}</dd></div>}
        {say(e.counting_says) && <div><dt>{t('referral.explain.counting')}</dt><dd>{say(e.counting_says)}</dd></div>}
        {say(e.on_miss) && <div><dt>{t('referral.explain.onMiss')}</dt><dd>{say(e.on_miss)}</dd></div>}
        {say(e.note) && <div><dt>{t('referral.explain.note')}</dt><dd>{say(e.note)}</dd></div>}
        <div><dt>{t('referral.explain.rule')}</dt><dd><span className="mono">{e.rule}</span> · {t('referral.explain.edition')} {e.edition} · {word('referral.explain.conf', e.confidence)}</dd></div>
      </dl>
    </div>
  );
}
