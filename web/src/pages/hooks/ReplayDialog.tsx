import { App, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { Field } from '../../components/Field';
import { now } from '../../format/clock';
import { useText } from '../../i18n';
import { answer } from '../admin/data';
import { FormDialog, useForm } from '../admin/form';
import type { Endpoint } from './data';

const spans = ['1', '24', '168', '720'] as const; // hours
const starts = [...spans, 'cursor'] as const;

/** Sends again what the organ was told, from a time or from the place in the feed that the other side
 * kept (its cursor); goes on by itself where there is more than one call takes. */
export function ReplayDialog({ e, onClose }: { e: Endpoint; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [span, setSpan] = useState<(typeof starts)[number]>('24');
  const [cursor, setCursor] = useState('');
  const form = useForm<{ queued: number; more: boolean }>({
    check: () => ({ cursor: span === 'cursor' && cursor.trim() === '' && t('admin.must') }),
    save: async () => {
      let queued = 0;
      let body: { since?: string; cursor?: string } = span === 'cursor' ? { cursor: cursor.trim() } : { since: new Date(now().getTime() - Number(span) * 3_600_000).toISOString() };
      for (let calls = 0; calls < 20; calls++) {
        const got = await answer(api.POST('/v1/endpoints/{id}/replay', { params: { path: { id: e.id } }, body }));
        queued += got.queued;
        if (!got.next) return { queued, more: false };
        body = { cursor: got.next };
      }
      return { queued, more: true };
    },
    done: ({ queued, more }) => {
      if (queued === 0) void message.info(t('hooks.replayNone'));
      else void message.success(t(more ? 'hooks.replayedMore' : 'hooks.replayed', { n: queued }));
      onClose();
    },
  });
  return (
    <FormDialog title={t('hooks.replayTitle', { name: e.name })} form={form} fields={['cursor']} onClose={onClose} ok={t('hooks.replay')} width={520}>
      <Field label={t('hooks.replayFrom')} hint={t('hooks.replayHelp')} wide>{(f) => <Select {...f} style={{ width: '100%' }} value={span} onChange={setSpan} options={starts.map((x) => ({ value: x, label: t(`hooks.replayN.${x}`) }))} />}</Field>
      {span === 'cursor' && <Field label={t('hooks.replayCursor')} hint={t('hooks.replayCursorHint')} required wide error={form.wrong('cursor')}>{(f) => <Input {...f} value={cursor} maxLength={200} autoComplete="off" spellCheck={false} onChange={(x) => setCursor(x.target.value)} />}</Field>}
    </FormDialog>
  );
}
