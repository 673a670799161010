import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useNavigate } from 'react-router';
import { has, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { referralQuery, volumePath, watch } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Derive } from './Derive';
import { Officer } from './Officer';
import { Copyable } from '../../components/Copyable';
import { Icon } from '../../components/icons';
import { FlagTags, StateTag, SyntheticMark, Tag } from '../../components/Tag';
import { useText } from '../../i18n';

export function Head({ r }: { r: Referral }) {
  const { t, word } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const go = useNavigate();
  const { message } = App.useApp();
  const follow = async () => {
    try {
      await watch(r.id, !r.watched);
      cache.setQueryData(referralQuery(r.id).queryKey, { ...r, watched: !r.watched });
      void cache.invalidateQueries({ queryKey: ['get', '/v1/referral-counts'] });
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'));
    }
  };
  const drafts = r.state === 'draft' && r.relation === 'sender' && (r.kind === 'criminal' ? has(me, 'handler', 'legal_reviewer', 'head') : has(me, 'desk', 'handler', 'liaison', 'legal_reviewer', 'head', 'procurator'));
  return (
    <header className="case-head">
      <div className="case-title">
        <h1>{r.title} {r.synthetic && <SyntheticMark />}</h1>
        <p className="case-line">
          <span className="num"><Copyable text={r.number} /></span>
          <Tag>{word('kind', r.kind)}</Tag>
          <span><StateTag state={r.state} kind={r.kind} /> <FlagTags flags={r.flags} /></span>
          <span className="case-route">{r.sender.name}<Icon name="arrow" size={14} /><span className="sr">{t('to')}</span>{r.receiver ? r.receiver.name : <span className="quiet">{t('referral.notSentYet')}</span>}</span>
          {!r.glass && <Officer r={r} />}
          {r.third && <span className="quiet">{t('referral.third', { agency: r.third.name })}</span>}
          {r.copied && <span className="quiet">{t('referral.copiedTo', { agency: r.copied.name })}</span>}
        </p>
      </div>
      <div className="case-tools no-print">
        {drafts && <Button type="primary" ghost icon={<Icon name="edit" />} onClick={() => void go(`/referrals/${r.id}/draft`)}>{t('referral.continueDraft')}</Button>}
        {!r.glass && <Button icon={<Icon name="star" fill={r.watched} />} aria-pressed={r.watched} onClick={() => void follow()}>{r.watched ? t('referral.following') : t('referral.follow')}</Button>}
        {r.level === 'content' && !r.glass && <Derive r={r} />}
        {r.level === 'content' && !r.glass && <Button icon={<Icon name="paper" />} href={volumePath(r.id)} target="_blank" rel="noreferrer">{t('referral.volume')}</Button>}
        {(r.state === 'closed' || r.state === 'void') && !r.glass && <Button icon={<Icon name="file" />} onClick={() => void go(`/referrals/${r.id}/archive`)}>{t('referral.archive')}</Button>}
        <Button icon={<Icon name="print" />} onClick={() => window.print()}>{t('referral.print')}</Button>
      </div>
    </header>
  );
}
