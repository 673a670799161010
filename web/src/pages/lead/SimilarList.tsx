import { Link } from 'react-router';
import type { ReactNode } from 'react';
import type { SimilarCase } from '../../api/lead';
import { Section } from '../../components/Section';
import { StateTag, Tag } from '../../components/Tag';
import { useText } from '../../i18n';

/** Cases that may be the same matter; a person decides. */
export function SimilarList({ list, more, help }: { list: SimilarCase[]; more?: (c: SimilarCase) => ReactNode; help?: string }) {
  const { t, word } = useText();
  return (
    <Section title={t('lead.similar.title')}>
      <p className="quiet">{help ?? t('lead.similar.help')}</p>
      <ul className="family">
        {list.map((c) => (
          <li key={c.id}>
            <p><Link to={`/referrals/${c.id}`}>{c.title}</Link> <Tag>{word('kind', c.kind)}</Tag> <StateTag state={c.state} kind={c.kind} /> {c.reasons.map((r) => <Tag key={r} tone="amber">{t(`lead.similar.reason.${r}`)}</Tag>)}</p>
            <p className="quiet"><span className="num">{c.number}</span> · {c.sender.short_name} → {c.receiver?.short_name ?? t('referral.notSentYet')}</p>
            {more?.(c)}
          </li>
        ))}
      </ul>
    </Section>
  );
}
