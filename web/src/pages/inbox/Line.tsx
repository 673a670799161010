import { memo } from 'react';
import { Link } from 'react-router';
import type { Hit, ReferralSummary } from '../../api/types';
import { Icon } from '../../components/icons';
import { Light } from '../../components/Light';
import { FlagTags, StateTag, SyntheticMark, Tag } from '../../components/Tag';
import { useNow } from '../../format/clock';
import { spoken, stamp } from '../../format/time';
import { useText } from '../../i18n';

interface Props {
  r: ReferralSummary;
  at: boolean;
  fresh: boolean;
  chosen: boolean;
  choosable: boolean;
  onChoose: (id: string) => void;
  onFocus: (id: string) => void;
  onPrefetch: (id: string) => void;
  onOpen: (id: string) => void;
}

/** One line; drawn again only when something of it changed, for lists of thousands. */
export const Line = memo(function Line({ r, at, fresh, chosen, choosable, onChoose, onFocus, onPrefetch, onOpen }: Props) {
  const { t, lang, say, word } = useText();
  const now = useNow();
  return (
    <tr className={`line line-${r.light}${at ? ' line-at' : ''}${fresh ? ' line-new' : ''}${r.my_turn ? ' line-mine' : ''}${chosen ? ' line-chosen' : ''}`} onMouseEnter={() => onPrefetch(r.id)} onClick={(e) => { if (!(e.target as Element).closest('a,button,input,label')) onOpen(r.id); }}>
      <td className="line-choose no-print">{choosable && <label><input type="checkbox" checked={chosen} onChange={() => onChoose(r.id)} aria-label={t('inbox.choose', { number: r.number })} /></label>}</td>
      <td className="line-due"><Light light={r.light} due={r.due_at} compact />{r.unverified && <Unverified />}</td>
      <td className="line-matter">
        <Link to={`/referrals/${r.id}`} data-line={r.id} onFocus={() => onFocus(r.id)}>{r.title}</Link>
        <div className="line-sub"><span className="num">{r.number}</span><span>{word('kind', r.kind)}</span>{r.synthetic && <SyntheticMark />}</div>
        {r.hit && <HitLine hit={r.hit} />}
      </td>
      <td className="line-route">{r.sender.short_name}<Icon name="arrow" size={13} /><span className="sr">{t('to')}</span>{r.receiver ? r.receiver.short_name : <span className="quiet">{t('inbox.dashNone')}</span>}</td>
      <td className="line-state"><StateTag state={r.state} kind={r.kind} /> <FlagTags flags={r.flags} /></td>
      <td className="line-next">{r.waits ? <>{r.waits.mine ? <Tag tone="blue">{t('inbox.mine')}</Tag> : <span className="quiet">{t('inbox.nextBy', { agency: r.waits.agency.short_name })}</span>} {say(r.waits.title)}{r.waits.unverified && !(r.unverified && r.waits.mine) && <> <Unverified /></>}</> : <span className="quiet">{t('inbox.dashNone')}</span>}</td>
      <td className="line-time num">{r.sent_at ? <time dateTime={r.sent_at} title={stamp(r.sent_at)}>{spoken(r.sent_at, now, lang)}</time> : <span className="quiet">{t('inbox.notSent')}</span>}</td>
    </tr>
  );
});

/** The clock stands on a rule whose text nobody has read. */
function Unverified() {
  const { t } = useText();
  return <Tag title={t('referral.clocks.unverifiedHelp')}>{t('inbox.unverified')}</Tag>;
}

/** Where a search met the case, the hit marked. */
function HitLine({ hit }: { hit: Hit }) {
  const { t, word } = useText();
  return (
    <div className="line-hit"><span className="quiet">{t('inbox.hit', { field: word('inbox.field', hit.field) })}</span>{hit.parts.map((p, i) => (p.hit ? <mark key={i}>{p.text}</mark> : <span key={i}>{p.text}</span>))}</div>
  );
}
