import { Skeleton } from 'antd';
import { evidencePath, useTimeline } from '../../api/referral';
import type { Referral } from '../../api/types';
import { ProblemNote } from '../../components/ProblemNote';
import { Tag } from '../../components/Tag';
import { dayWords, stamp } from '../../format/time';
import { useText } from '../../i18n';
import { useClaimWords } from '../../i18n/claims';
import { checkText, turnsOf, type Turn } from './rounds';

/** The preliminary check and the consultation, round by round, as the record holds them. */
export function Rounds({ r, check }: { r: Referral; check: NonNullable<Referral['claim']>['check'] }) {
  const { t, lang } = useText();
  const w = useClaimWords();
  const q = useTimeline(r.id);
  if (q.isPending) return <Skeleton active paragraph={{ rows: 2 }} />;
  if (q.isError) return <ProblemNote error={q.error} onRetry={() => void q.refetch()} />;
  const turns = turnsOf(q.data.events, r.documents);
  const found = checkText(q.data.events);
  return (
    <>
      {check && (
        <p className="claim-check">
          {w.check}{': '}
          {check.from && <span>{w.checkFrom(dayWords(check.from, lang))} </span>}
          {check.on ? <><Tag tone={check.result === 'damage' ? 'amber' : 'green'}>{t(`claim.founds.${check.result ?? 'damage'}`)}</Tag> <span className="quiet">{dayWords(check.on, lang)}</span>{found && ` ${found}`}</> : <Tag tone="blue">{w.checking}</Tag>}
        </p>
      )}
      {turns.length > 0 && (
        <>
          <h3 className="claim-sub">{w.consultation}</h3>
          <ol className="claim-rounds">{turns.map((x) => <One key={x.id} r={r} x={x} />)}</ol>
        </>
      )}
    </>
  );
}

function One({ r, x }: { r: Referral; x: Turn }) {
  const { t, lang } = useText();
  const w = useClaimWords();
  return (
    <li>
      <p><strong>{w.turn(x.kind, x.n)}</strong> <time className="quiet num" dateTime={x.at}>{stamp(x.at).slice(0, 10)}</time> {x.kind === 'round' && <Signed r={r} x={x} />}</p>
      {x.until && <p className="quiet">{w.answerBy(dayWords(x.until, lang))}</p>}
      {x.present.length > 0 && <p><span className="quiet">{t('claim.present')}{': '}</span>{x.present.map((p) => `${t(`claim.roles.${p.role as 'other'}`)}：${p.name}`).join('；')}</p>}
      {x.text && <p className="wrap-any">{x.text}</p>}
      {(x.hidden || x.redacted) && <p className="quiet">{x.redacted ? w.destroyed : w.hidden}</p>}
    </li>
  );
}

/** Whether the minutes of a round came back signed. It is shown, and keeps nothing from going on. */
function Signed({ r, x }: { r: Referral; x: Turn }) {
  const w = useClaimWords();
  const d = x.minutes;
  if (!d) return <Tag>{w.notMade}</Tag>;
  if (d.state !== 'sealed') return <Tag tone="amber">{w.unsigned(d.number ?? '')}</Tag>;
  return <><Tag tone="green">{w.signed(d.number ?? '')}</Tag>{d.sealed_id && <> <a href={evidencePath(r.id, d.sealed_id)} download>{w.scan}</a></>}</>;
}
