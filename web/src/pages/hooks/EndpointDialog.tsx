import { Checkbox, Input, Radio } from 'antd';
import { useState } from 'react';
import { api } from '../../api/client';
import { etag } from '../../api/http';
import { Choices, Field } from '../../components/Field';
import { useText } from '../../i18n';
import { answer } from '../admin/data';
import { FormDialog, useForm } from '../admin/form';
import { prefixes, sortOf, sorts, topics, type Endpoint, type Sort } from './data';

/** Registers an endpoint, or changes one; its key is changed elsewhere. */
export function EndpointDialog({ endpoint: e, onClose, onDone }: { endpoint?: Endpoint; onClose: () => void; onDone: (e: Endpoint) => void }) {
  const { t } = useText();
  const [v, setV] = useState(() => ({
    sort: (e ? sortOf(e) : 'v1') as Sort, name: e?.name ?? '', url: e?.pending?.endpoint?.url ?? e?.url ?? '', sign: '', topics: e?.topics ?? [], allow: (e?.pending?.endpoint?.allow ?? e?.allow ?? []).join(', '), active: e ? e.state !== 'paused' : true,
  }));
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const robot = v.sort === 'wecom' || v.sort === 'dingtalk';
  const form = useForm<Endpoint>({
    check: () => ({ name: v.name.trim() === '' && t('admin.must'), url: v.url.trim() === '' && t('admin.must') }),
    save: () => {
      const settings = { name: v.name.trim(), url: v.url.trim(), topics: v.topics, allow: prefixes(v.allow), active: v.active };
      if (e) return answer(api.PUT('/v1/endpoints/{id}', { params: { path: { id: e.id }, header: { 'If-Match': etag(e.version) } }, body: settings }));
      const kind = robot ? (v.sort as 'wecom' | 'dingtalk') : 'webhook';
      return answer(api.POST('/v1/endpoints', { body: { ...settings, kind, ...(robot ? {} : { scheme: v.sort as 'v1' | 'v1a' }), ...(v.sort === 'dingtalk' && v.sign ? { sign: v.sign.trim() } : {}) } }));
    },
    done: onDone,
  });
  return (
    <FormDialog title={e ? t('hooks.edit', { name: e.name }) : t('hooks.add')} form={form} fields={['name', 'url', 'sign', 'topics', 'allow']} onClose={onClose}>
      {!e && (
        <Choices legend={t('hooks.sort.legend')} hint={t('hooks.sortHint')}>
          <Radio.Group className="hook-sorts" value={v.sort} onChange={(x) => set({ sort: x.target.value as Sort })} options={sorts.map((s) => ({ value: s, label: t(`hooks.sort.${s}`) }))} />
        </Choices>
      )}
      <Field label={t('hooks.field.name')} hint={t('hooks.field.nameHint')} required wide error={form.wrong('name')}>{(f) => <Input {...f} value={v.name} maxLength={100} autoComplete="off" onChange={(x) => set({ name: x.target.value })} />}</Field>
      <Field label={t(robot ? 'hooks.field.robotUrl' : 'hooks.field.url')} hint={t(robot && !e ? 'hooks.field.robotHint' : 'hooks.field.urlHint')} required wide error={form.wrong('url')}>{(f) => <Input {...f} value={v.url} maxLength={1000} inputMode="url" autoComplete="off" spellCheck={false} onChange={(x) => set({ url: x.target.value })} />}</Field>
      {!e && v.sort === 'dingtalk' && <Field label={t('hooks.field.sign')} hint={t('hooks.field.signHint')} optional wide error={form.wrong('sign')}>{(f) => <Input {...f} value={v.sign} maxLength={200} autoComplete="off" spellCheck={false} onChange={(x) => set({ sign: x.target.value })} />}</Field>}
      <Choices legend={t('hooks.field.topics')} hint={t('hooks.field.topicsHint')} error={form.wrong('topics')}>
        <Checkbox.Group value={v.topics} onChange={(x) => set({ topics: x })} options={topics.map((x) => ({ value: x, label: t(`hooks.topic.${x}`) }))} />
      </Choices>
      <Field label={t('hooks.field.allow')} hint={t('hooks.field.allowHint')} optional wide error={form.wrong('allow')}>{(f) => <Input {...f} value={v.allow} maxLength={400} autoComplete="off" spellCheck={false} onChange={(x) => set({ allow: x.target.value })} />}</Field>
      <p className="field-wide"><Checkbox checked={v.active} onChange={(x) => set({ active: x.target.checked })}>{t('hooks.field.active')}</Checkbox></p>
    </FormDialog>
  );
}
