import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Intent } from '../../api/http';
import { begins, useColleagues, useMe } from '../../api/people';
import { problemOf } from '../../api/problem';
import { accept, act, setOfficer } from '../../api/referral';
import type { Referral } from '../../api/types';
import { useText } from '../../i18n';

/**
 * Who of the reader's organ handles the case (承办人). Where the procedure has a step
 * for it, a lead that waits to be assigned, that step is taken with the same click.
 */
export function Officer({ r }: { r: Referral }) {
  const { t, say } = useText();
  const me = useMe().data;
  const cache = useQueryClient();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const people = useColleagues(open).data?.items ?? [];
  const label = r.officer ? t('referral.officer.given', { name: r.officer.name }) : t('referral.officer.none');
  if (!begins(me) || r.state === 'closed' || r.state === 'void') return r.officer ? <span className="quiet">{label}</span> : null;

  const give = async (user: string) => {
    setBusy(true);
    try {
      let now = accept(cache, await setOfficer(r.id, user || undefined));
      const step = user ? now.actions.find((a) => a.action === 'lead.assign' && a.allowed) : undefined;
      let also = '';
      if (step && !now.sub_states.assigned) {
        const body = { officer: now.officer!.name };
        now = accept(cache, await act({ id: r.id, path: 'lead/assign', version: now.version, key: new Intent().keyFor(body), body }));
        also = ` ${t('referral.officer.also', { step: say(step.title) })}`;
      }
      void cache.invalidateQueries({ queryKey: ['get', '/v1/referral-counts'] });
      void message.success((now.officer ? t('referral.officer.set', { name: now.officer.name }) : t('referral.officer.taken')) + also);
    } catch (err) {
      void message.error(problemOf(err).detail ?? t('problem.unreachable'), 6);
    } finally {
      setBusy(false);
    }
  };
  const others = people.filter((p) => p.id !== me?.id && p.id !== r.officer?.id);
  const items = [
    ...(r.officer?.id === me?.id ? [] : [{ key: me?.id ?? '', label: t('referral.officer.me') }, { type: 'divider' as const }]),
    ...others.map((p) => ({ key: p.id, label: <>{p.name}{p.title && p.title !== p.name && <span className="quiet"> {p.title}</span>}{p.away && <span className="quiet">（{t('referral.officer.away')}）</span>}</> })),
    ...(r.officer ? [{ type: 'divider' as const }, { key: 'drop', label: t('referral.officer.drop') }] : []),
  ];
  return (
    <Dropdown trigger={['click']} open={open} onOpenChange={setOpen} menu={{ items, onClick: ({ key }) => { setOpen(false); void give(key === 'drop' ? '' : key); } }}>
      <Button size="small" className="officer no-print" loading={busy}>{label}</Button>
    </Dropdown>
  );
}
