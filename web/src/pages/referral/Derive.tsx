import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useRef } from 'react';
import { useNavigate } from 'react-router';
import { Intent } from '../../api/http';
import { problemOf } from '../../api/problem';
import { useProcedures } from '../../api/procedures';
import { accept, deriveReferral } from '../../api/referral';
import type { Referral } from '../../api/types';
import { Icon } from '../../components/icons';
import { useText } from '../../i18n';

/** Go on from this case: it becomes something else, or another authority gets its part. Nothing is typed again. */
export function Derive({ r }: { r: Referral }) {
  const { t, say } = useText();
  const go = useNavigate();
  const cache = useQueryClient();
  const { message } = App.useApp();
  const intent = useRef(new Intent());
  const kinds = (useProcedures().data?.items ?? []).filter((p) => p.allowed);
  if (kinds.length === 0) return null;
  const begin = async (kind: string, relation: 'upgraded' | 'part') => {
    const body = { kind, relation };
    try {
      const made = accept(cache, await deriveReferral(r.id, body, intent.current.keyFor(body)));
      intent.current.done();
      void go(`/referrals/${made.id}/draft?step=facts`);
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'), 6);
    }
  };
  const part = r.relation === 'sender' && kinds.some((p) => p.kind === r.kind);
  const items = [
    ...(part ? [{ key: 'part', label: t('referral.derive.part') }, { type: 'divider' as const }] : []),
    { key: 'up', type: 'group' as const, label: t('referral.derive.upgrade'), children: kinds.filter((p) => p.kind !== r.kind).map((p) => ({ key: p.kind, label: say(p.title) })) },
  ];
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => void (key === 'part' ? begin(r.kind, 'part') : begin(key, 'upgraded')) }}>
      <Button icon={<Icon name="arrow" />}>{t('referral.derive.button')}</Button>
    </Dropdown>
  );
}
