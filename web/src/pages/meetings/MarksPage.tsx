import './meetings.css';
import { Button, Segmented, Skeleton } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { has, useMe } from '../../api/people';
import { useMeetingMarks } from '../../api/silence';
import type { MeetingMark } from '../../api/types';
import { BasisLine } from '../../components/Basis';
import { Empty } from '../../components/Empty';
import { ProblemNote } from '../../components/ProblemNote';
import { usePageTitle } from '../../components/shell/title';
import { Tag } from '../../components/Tag';
import { stamp } from '../../format/time';
import { useText } from '../../i18n';

/** What the organs of my cases want to talk about at the next joint meeting. */
export default function MarksPage() {
  const { t } = useText();
  const me = useMe().data;
  const [params, setParams] = useSearchParams();
  const all = params.get('all') === '1';
  const q = useMeetingMarks(!all, me !== undefined && !has(me, 'operator'));
  usePageTitle(t('meetings.title'));
  const rows = q.data?.pages.flatMap((p) => p.items) ?? [];
  return (
    <>
      <div className="page-head">
        <h1>{t('meetings.title')}</h1>
        <span className="quiet">{t('meetings.lead')}</span>
        <div className="page-extra"><Segmented value={all ? 'all' : 'open'} onChange={(v) => setParams(v === 'all' ? { all: '1' } : {}, { replace: true })} options={[{ value: 'open', label: t('meetings.open') }, { value: 'all', label: t('meetings.all') }]} /></div>
      </div>
      {q.isError && <ProblemNote error={q.error} onRetry={() => void q.refetch()} />}
      {q.isLoading && <Skeleton active />}
      {q.isSuccess && rows.length === 0 && <div className="section"><Empty title={t('meetings.none')}>{t('meetings.noneHelp')}</Empty></div>}
      {rows.length > 0 && (
        <div className="section">
          <table className="meetings">
            <thead><tr><th>{t('meetings.case')}</th><th>{t('meetings.silent')}</th><th>{t('meetings.reason')}</th><th>{t('meetings.by')}</th></tr></thead>
            <tbody>{rows.map((m) => <Row key={m.id} m={m} />)}</tbody>
          </table>
        </div>
      )}
      {q.hasNextPage && <p className="inbox-more"><Button loading={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>{t('more')}</Button></p>}
    </>
  );
}

function Row({ m }: { m: MeetingMark }) {
  const { t, say, word } = useText();
  const x = m.silent;
  return (
    <tr className={m.off_at ? 'meeting-off' : undefined}>
      <td data-label={t('meetings.case')}>
        <Link to={`/referrals/${m.case}#silence`}>{m.title}</Link>
        <div className="quiet"><span className="num">{m.number}</span> · {word('kind', m.kind)} · {m.sender.short_name}{m.receiver && ` → ${m.receiver.short_name}`}</div>
      </td>
      <td data-label={t('meetings.silent')}>
        {x ? <>{x.came ? <Tag tone="green">{t('meetings.came')}</Tag> : <Tag tone="red">{t('meetings.days', { n: x.days })}</Tag>} {x.owes.short_name} · {say(x.title)}{x.basis[0] && <div className="quiet"><BasisLine basis={x.basis[0]} /></div>}</> : <span className="quiet">{t('meetings.notLate')}</span>}
      </td>
      <td data-label={t('meetings.reason')}>{m.reason}{m.off_at && <div className="quiet">{t('meetings.off', { at: stamp(m.off_at) })} {m.off_reason}</div>}</td>
      <td data-label={t('meetings.by')}>{m.agency.short_name}<div className="quiet num">{stamp(m.marked_at)}</div></td>
    </tr>
  );
}
