import { Link } from 'react-router';
import { $api } from '../../api/client';
import { has, useMe } from '../../api/people';
import { BasisLine } from '../../components/Basis';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { Tag } from '../../components/Tag';
import { useNow } from '../../format/clock';
import { dayWords, dueWords, officeTime } from '../../format/time';
import { useText } from '../../i18n';

/** 节前清单: what of my organ ends in the next holiday or right after it, hour clocks first. */
export function Holiday() {
  const { t, say, lang } = useText();
  const now = useNow();
  const me = useMe().data;
  const l = $api.useQuery('get', '/v1/me/holiday-list', {}, { retry: false, enabled: me !== undefined && !has(me, 'operator') }).data;
  if (!l || (l.items.length === 0 && !l.active)) return null;
  const year = officeTime(now).year;
  const day = (d: string) => dayWords(d, lang, year);
  return (
    <Section id="holiday" title={t('notice.holiday.title', { name: say(l.name), from: day(l.from), to: day(l.to) })} flush>
      <p className="quiet stuck-lead">{t('notice.holiday.lead', { last: day(l.last_day), first: day(l.first_day) })}</p>
      {l.provisional && <div className="stuck-lead"><Note tone="amber">{t('notice.holiday.provisional')}</Note></div>}
      {l.items.length === 0 && <p className="quiet stuck-lead">{t('notice.holiday.none')}</p>}
      <ul className="notices">
        {l.items.map((x, i) => (
          <li className="notice holiday" key={`${x.case} ${i}`}>
            <span className="notice-level"><Tag tone={x.hourly ? 'red' : 'amber'}>{x.hourly ? t('notice.holiday.hours') : t('notice.holiday.days')}</Tag></span>
            <span className="notice-what">
              <Link to={`/referrals/${x.case}`}>{say(x.duty)}{lang === 'en' ? ': ' : '：'}{x.title}</Link>
              <span className="quiet"><span className="num">{x.number}</span>{x.basis && <> · <BasisLine basis={x.basis} /></>}
                {x.option && <> <Tag>{t('notice.holiday.option')}</Tag></>}
                {x.internal && <> <Tag>{t('referral.clocks.internal')}</Tag></>}
                {x.unverified && <> <Tag title={t('referral.clocks.unverifiedHelp')}>{t('inbox.unverified')}</Tag></>}
                {x.provisional && <> <Tag tone="amber" title={t('referral.clocks.provisionalHelp')}>{t('referral.clocks.provisional')}</Tag></>}
              </span>
            </span>
            <span className="num">{dueWords(x.due_at, now, lang)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
