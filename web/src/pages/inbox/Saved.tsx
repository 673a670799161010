import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { $api } from '../../api/client';
import { send } from '../../api/http';
import { problemOf } from '../../api/problem';
import { Icon } from '../../components/icons';
import { useText } from '../../i18n';
import { kept } from './narrow';

const SaveDialog = lazy(() => import('./SaveDialog'));

/** Saved filters: go to one, keep what the page shows now, forget one. */
export function Saved({ box }: { box: string }) {
  const { t } = useText();
  const go = useNavigate();
  const cache = useQueryClient();
  const { message, modal } = App.useApp();
  const [params] = useSearchParams();
  const [saving, setSaving] = useState(false);
  const list = $api.useQuery('get', '/v1/me/filters', {}, { retry: false, staleTime: 60_000 }).data?.items ?? [];
  const forget = (id: string, name: string) => modal.confirm({
    title: t('inbox.saved.forget', { name }), okText: t('inbox.saved.delete'), cancelText: t('cancel'),
    onOk: async () => {
      try {
        await send(`/v1/me/filters/${id}`, { method: 'DELETE' });
      } catch (err) {
        void message.error(problemOf(err).detail ?? t('problem.unreachable'));
      }
      void cache.invalidateQueries({ queryKey: ['get', '/v1/me/filters'] });
    },
  });
  return (
    <>
      <Dropdown trigger={['click']} menu={{
        items: [
          ...list.map((f) => ({
            key: f.id,
            label: <span className="saved-one"><span>{f.name}{f.shared && <small className="quiet"> {f.mine ? t('inbox.saved.sharedByMe') : t('inbox.saved.sharedBy', { name: f.owner })}</small>}</span>
              {f.mine && <Button size="small" type="text" aria-label={t('inbox.saved.forget', { name: f.name })} icon={<Icon name="cross" size={14} />} onClick={(e) => { e.stopPropagation(); forget(f.id, f.name); }} />}</span>,
            onClick: () => void go(`/?${f.query}`),
          })),
          ...(list.length ? [{ type: 'divider' as const }] : []),
          { key: 'save', label: t('inbox.saved.save'), onClick: () => setSaving(true) },
        ],
      }}>
        <Button icon={<Icon name="star" />}>{t('inbox.saved.title')}</Button>
      </Dropdown>
      {saving && <Suspense><SaveDialog query={kept(params, box)} onClose={() => setSaving(false)} /></Suspense>}
    </>
  );
}
