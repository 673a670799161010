import { App, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { Field } from '../../components/Field';
import { useText } from '../../i18n';
import { answer } from '../admin/data';
import { FormDialog, useForm } from '../admin/form';
import type { Endpoint } from './data';

const overlaps = ['24', '72', '168', '0'] as const; // hours

/** A webhook gets a new key, a robot's is given. */
export function RotateDialog({ e, onClose, onDone }: { e: Endpoint; onClose: () => void; onDone: (after: Endpoint) => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [v, setV] = useState({ overlap: '24' as (typeof overlaps)[number], key: '', sign: '' });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const robot = e.kind !== 'webhook';
  const form = useForm<Endpoint>({
    check: () => ({ key: robot && v.key.trim() === '' && t('admin.must') }),
    save: () => answer(api.POST('/v1/endpoints/{id}/secret', { params: { path: { id: e.id } }, body: robot ? { key: v.key.trim(), sign: v.sign.trim() } : { overlap_hours: Number(v.overlap) } })),
    done: (after) => { void message.success(t('hooks.rotated')); onDone(after); },
  });
  return (
    <FormDialog title={t('hooks.rotateTitle', { name: e.name })} form={form} fields={['overlap_hours', 'key', 'sign']} onClose={onClose} ok={t('hooks.rotate')} width={520}>
      {robot
        ? <Field label={t('hooks.newKey')} hint={t('hooks.newKeyHint')} required wide error={form.wrong('key')}>{(f) => <Input {...f} value={v.key} maxLength={200} autoComplete="off" spellCheck={false} onChange={(x) => set({ key: x.target.value })} />}</Field>
        : <Field label={t('hooks.overlap')} hint={t('hooks.rotateHelp')} wide error={form.wrong('overlap_hours')}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.overlap} onChange={(x) => set({ overlap: x })} options={overlaps.map((x) => ({ value: x, label: t(`hooks.overlapN.${x}`) }))} />}</Field>}
      {e.kind === 'dingtalk' && <Field label={t('hooks.field.sign')} hint={t('hooks.field.signHint')} optional wide error={form.wrong('sign')}>{(f) => <Input {...f} value={v.sign} maxLength={200} autoComplete="off" spellCheck={false} onChange={(x) => set({ sign: x.target.value })} />}</Field>}
    </FormDialog>
  );
}
