import { useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { $api } from '../../api/client';
import { useSimilar, type SimilarCase } from '../../api/lead';
import { has, useMe } from '../../api/people';
import { linkReferrals, useFamily } from '../../api/referral';
import type { Referral } from '../../api/types';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';
import { SimilarList } from '../lead/SimilarList';

/** Leads that came from elsewhere and may be the same matter: handled together, answered each for itself. */
export function Duplicates({ r }: { r: Referral }) {
  const { t } = useText();
  const { modal, message } = App.useApp();
  const cache = useQueryClient();
  const me = useMe().data;
  const receives = r.kind === 'lead' && r.receiver?.id === me?.agency.id && (r.state === 'sent' || r.state === 'received');
  const list = useSimilar(r.id, receives).data?.items ?? [];
  const family = useFamily(r.id).data;
  const [error, setError] = useState<unknown>();
  const known = new Set((family?.links ?? []).flatMap((l) => [l.from, l.to]));
  const open = list.filter((c) => !known.has(c.id));
  if (!receives || open.length === 0) return null;
  const may = has(me, 'desk', 'handler', 'head', 'liaison', 'procurator');

  const merge = (c: SimilarCase) => modal.confirm({
    title: t('lead.similar.confirm'), content: `${c.title}（${c.number}）`, okText: t('lead.similar.merge'), cancelText: t('cancel'),
    onOk: async () => {
      try {
        const f = await linkReferrals(r.id, c.id, 'merged');
        setError(undefined);
        cache.setQueryData($api.queryOptions('get', '/v1/referrals/{id}/family', { params: { path: { id: r.id } } }).queryKey, f);
        void message.success(t('lead.similar.merged', { title: c.title }), 5);
      } catch (err) {
        setError(err);
      }
    },
  });
  return (
    <>
      {error !== undefined && <ProblemNote error={error} />}
      <SimilarList list={open} help={t('lead.similar.mergeHelp')} more={(c) => may && c.mergeable && <p><Button size="small" onClick={() => merge(c)}>{t('lead.similar.merge')}</Button></p>} />
    </>
  );
}
