import { App, Button, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api } from '../../../api/client';
import { etag } from '../../../api/http';
import { Empty } from '../../../components/Empty';
import { Field } from '../../../components/Field';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { useNow } from '../../../format/clock';
import { spoken, stamp } from '../../../format/time';
import { useText } from '../../../i18n';
import { answer, usePeople, useUnits } from '../data';
import { FormDialog, useForm } from '../form';
import { may, type Part, type Person, type Unit } from '../types';
import { changed, goodEmail, goodPhone, trimmed } from '../values';
import { Loaded } from './Part';

/** Who is there, what they may do, and why. */
export default function People({ organ }: Part) {
  const { t, lang } = useText();
  const at = useNow();
  const people = usePeople(organ.id);
  const units = useUnits(organ.id).data?.items ?? [];
  const [params, setParams] = useSearchParams();
  const [editing, setEditing] = useState<Person>();
  const q = params.get('find')?.trim() ?? '';
  const edits = may(organ, 'user.edit');
  return (
    <Section title={t('admin.tab.people')} flush>
      <Loaded of={people}>{({ items }) => {
        if (items.length === 0) return <Empty title={t('admin.person.empty')}>{t('admin.person.emptyHelp')}</Empty>;
        const found = items.filter((p) => p.name.includes(q));
        return (
          <>
            <div className="section-body">
              <p className="admin-say">{t('admin.person.say')}</p>
              {items.length > 8 && <div className="admin-tools"><Input allowClear value={params.get('find') ?? ''} placeholder={t('admin.person.find')} aria-label={t('admin.person.find')} onChange={(e) => setParams(e.target.value ? { find: e.target.value } : {}, { replace: true })} /></div>}
            </div>
            {found.length === 0 && <Empty>{t('admin.person.nothing', { q })}</Empty>}
            {found.length > 0 && (
              <table className="admin-table">
                <thead><tr>{(['name', 'functions', 'unit', 'contact', 'seen'] as const).map((c) => <th key={c} scope="col">{t(`admin.person.col.${c}`)}</th>)}<th scope="col"><span className="sr">{t('admin.actions')}</span></th></tr></thead>
                <tbody>
                  {found.map((p) => (
                    <tr key={p.id}>
                      <td><strong className="admin-name">{p.name}</strong>{p.title && p.title !== p.name && <div className="admin-sub">{p.title}</div>}</td>
                      <td><Sources person={p} /></td>
                      <td data-label={t('admin.person.col.unit')}>{units.find((u) => u.id === p.unit)?.name ?? <span className="quiet">{t('admin.person.noUnit')}</span>}</td>
                      <td className="wrap-any">
                        <div>{p.phone || <Tag tone="amber">{t('admin.person.noPhone')}</Tag>}</div>
                        <div className="admin-sub">{p.email || t('admin.person.noEmail')}</div>
                      </td>
                      <td data-label={t('admin.person.col.seen')} className="num">{p.last_seen_at ? <time dateTime={p.last_seen_at} title={stamp(p.last_seen_at)}>{spoken(p.last_seen_at, at, lang)}</time> : <span className="quiet">{t('admin.person.never')}</span>}</td>
                      <td className="admin-do">{edits && <Button size="small" aria-label={t('admin.person.edit', { name: p.name })} onClick={() => setEditing(p)}>{t('edit')}</Button>}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </>
        );
      }}</Loaded>
      {editing && <PersonDialog agency={organ.id} person={people.data?.items.find((x) => x.id === editing.id) ?? editing} units={units} onClose={() => setEditing(undefined)} />}
    </Section>
  );
}

/** Every function with where it comes from: a role at the issuer, or a document. */
function Sources({ person }: { person: Person }) {
  const { t } = useText();
  if (person.functions.length === 0) return <Tag tone="red">{t('admin.person.noFunction')}</Tag>;
  return (
    <ul className="admin-sources">
      {person.functions.map((f, i) => (
        <li key={i}>
          <Tag tone={f.function === 'head' ? 'blue' : 'grey'} title={t(`admin.fnSay.${f.function}`)}>{t(`admin.fn.${f.function}`)}</Tag>{' '}
          <span className="admin-sub">
            {f.document
              ? `${t('admin.person.fromDocument', { document: f.document })}，${f.until ? t('admin.person.until', { day: f.until }) : t('admin.person.open')}`
              : f.roles.length > 0 ? t('admin.person.fromRole', { issuer: f.issuer, roles: f.roles.join('、') }) : t('admin.person.fromIssuer', { issuer: f.issuer })}
          </span>
        </li>
      ))}
    </ul>
  );
}

const valuesOf = (p: Person) => ({ unit: p.unit ?? '', title: p.title, email: p.email, phone: p.phone, lang: p.lang });

function PersonDialog({ agency, person, units, onClose }: { agency: string; person: Person; units: Unit[]; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [base] = useState(() => valuesOf(person));
  const [v, setV] = useState(base);
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const form = useForm({
    check: () => ({ email: !goodEmail(v.email.trim()) && t('admin.badEmail'), phone: !goodPhone(v.phone.trim()) && t('admin.badPhone') }),
    save: async () => {
      const clean = trimmed(v);
      const fields = changed(clean, base);
      if (fields.length === 0) return undefined;
      const body = Object.fromEntries(fields.map((f) => [f, clean[f]]));
      return answer(api.PATCH('/v1/admin/agencies/{agency}/people/{id}', { params: { path: { agency, id: person.id }, header: { 'If-Match': etag(person.version) } }, body }));
    },
    done: (after) => {
      void message.success(after ? t('admin.saved') : t('admin.unchanged'));
      onClose();
    },
  });
  return (
    <FormDialog title={t('admin.person.edit', { name: person.name })} form={form} fields={['unit', 'title', 'email', 'phone', 'lang']} onClose={onClose}>
      <Field label={t('admin.person.unit')} optional error={form.wrong('unit')}>
        {(f) => <Select {...f} style={{ width: '100%' }} allowClear value={v.unit || undefined} placeholder={t('admin.person.noUnit')} notFoundContent={t('admin.unit.empty')} onChange={(x: string | undefined) => set({ unit: x ?? '' })} options={units.map((u) => ({ value: u.id, label: u.name }))} />}
      </Field>
      <Field label={t('admin.person.title')} hint={t('admin.person.titleHint')} optional error={form.wrong('title')}>{(f) => <Input {...f} value={v.title} maxLength={60} onChange={(e) => set({ title: e.target.value })} />}</Field>
      <Field label={t('admin.person.phone')} optional error={form.wrong('phone')}>{(f) => <Input {...f} value={v.phone} maxLength={30} inputMode="tel" onChange={(e) => set({ phone: e.target.value })} />}</Field>
      <Field label={t('admin.person.email')} optional error={form.wrong('email')}>{(f) => <Input {...f} value={v.email} maxLength={200} inputMode="email" onChange={(e) => set({ email: e.target.value })} />}</Field>
      <Field label={t('admin.person.lang')} wide error={form.wrong('lang')}>
        {(f) => <Radio.Group aria-describedby={f['aria-describedby']} id={f.id} aria-label={t('admin.person.lang')} value={v.lang} onChange={(e) => set({ lang: e.target.value as Person['lang'] })} options={[{ value: 'zh-CN', label: t('mine.zh') }, { value: 'en', label: t('mine.en') }]} />}
      </Field>
    </FormDialog>
  );
}
