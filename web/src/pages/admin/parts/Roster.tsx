import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { Empty } from '../../../components/Empty';
import { DateInput } from '../../../components/DateInput';
import { Field } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Note } from '../../../components/Note';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { now, useNow } from '../../../format/clock';
import { clockTime, civilDay, fromOffice, spoken } from '../../../format/time';
import { useText } from '../../../i18n';
import { answer, nameOf, peopleOptions, usePeople, useRoster } from '../data';
import { FormDialog, useConfirm, useForm } from '../form';
import { may, type Part, type Person, type Shift } from '../types';
import { goodPhone } from '../values';
import { Loaded } from './Part';

/** What an office clock shows, for the browser's own picker. */
const local = (iso: string) => `${civilDay(new Date(iso))}T${clockTime(new Date(iso))}`;
const instant = (v: string) => fromOffice(v.slice(0, 10), v.slice(11));

/** Who hears of what cannot wait until the morning (值班). */
export default function Roster({ organ }: Part) {
  const { t, lang } = useText();
  const at = useNow();
  const list = useRoster(organ.id);
  const people = usePeople(organ.id).data?.items;
  const confirm = useConfirm();
  const [adding, setAdding] = useState<{ from: string; to: string }>();
  const edits = may(organ, 'shift.edit');
  const next = () => {
    const day = civilDay(new Date(now().getTime() + 86_400_000));
    return { from: `${civilDay(now())}T18:00`, to: `${day}T08:30` };
  };
  const remove = (s: Shift) => confirm({
    title: t('admin.shift.removeAsk', { name: nameOf(people, s.user) }), help: t('admin.shift.removeHelp'), ok: t('confirm'), danger: true, done: t('admin.shift.removed'),
    run: () => answer(api.DELETE('/v1/admin/agencies/{agency}/shifts/{id}', { params: { path: { agency: organ.id, id: s.id } } })),
  });
  return (
    <Section title={t('admin.tab.duty')} extra={edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(next())}>{t('admin.shift.add')}</Button>} flush>
      {list.data && (list.data.items.length > 0 || list.data.gaps.length > 0) && (
        <div className="section-body">
          {list.data.gaps.length === 0 && <Note tone="green">{t('admin.shift.covered')}</Note>}
          {list.data.gaps.length > 0 && (
            <Note tone="amber" title={t('admin.shift.gaps', { n: list.data.gaps.length })}>
              <p>{t('admin.shift.gapsHelp')}</p>
              <ul className="gap-list">
                {list.data.gaps.map((g) => (
                  <li key={g.from}>
                    <span className="num">{t('admin.shift.gap', { from: spoken(g.from, at, lang), to: spoken(g.to, at, lang) })}</span>
                    {edits && <Button size="small" onClick={() => setAdding({ from: local(g.from), to: local(g.to) })}>{t('admin.shift.fill')}</Button>}
                  </li>
                ))}
              </ul>
            </Note>
          )}
        </div>
      )}
      <Loaded of={list}>{({ items }) => (items.length === 0
        ? <Empty title={t('admin.shift.empty')}>{t('admin.shift.emptyHelp')}</Empty>
        : (
          <table className="admin-table">
            <thead><tr><th scope="col">{t('admin.shift.user')}</th><th scope="col">{t('admin.shift.from')}</th><th scope="col">{t('admin.shift.to')}</th><th scope="col">{t('admin.shift.phone')}</th><th scope="col"><span className="sr">{t('admin.actions')}</span></th></tr></thead>
            <tbody>
              {items.map((s) => {
                const on = Date.parse(s.from) <= at.getTime() && at.getTime() < Date.parse(s.to);
                return (
                  <tr key={s.id}>
                    <td><strong className="admin-name">{nameOf(people, s.user)}</strong> {on && <Tag tone="green">{t('admin.shift.now')}</Tag>}</td>
                    <td className="num" data-label={t('admin.shift.from')}>{spoken(s.from, at, lang)}</td>
                    <td className="num" data-label={t('admin.shift.to')}>{spoken(s.to, at, lang)}</td>
                    <td className="num" data-label={t('admin.shift.phone')}>{s.phone}</td>
                    <td className="admin-do">{edits && <Button size="small" onClick={() => remove(s)}>{t(on ? 'admin.shift.end' : 'admin.shift.remove')}</Button>}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ))}</Loaded>
      {adding && <AddDialog agency={organ.id} people={people ?? []} first={adding} onClose={() => setAdding(undefined)} />}
    </Section>
  );
}

function AddDialog({ agency, people, first, onClose }: { agency: string; people: Person[]; first: { from: string; to: string }; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [v, setV] = useState({ user: '', ...first, phone: '' });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const own = people.find((p) => p.id === v.user)?.phone;
  const form = useForm<Shift>({
    check: () => ({
      user: v.user === '' && t('admin.mustChoose'), from: v.from === '' && t('admin.must'), to: v.to === '' ? t('admin.must') : v.to <= v.from && t('admin.badOrder'), phone: !goodPhone(v.phone.trim()) && t('admin.badPhone'),
    }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/shifts', { params: { path: { agency } }, body: { user: v.user, from: instant(v.from), to: instant(v.to), ...(v.phone.trim() && { phone: v.phone.trim() }) } })),
    done: () => {
      void message.success(t('admin.shift.added', { name: nameOf(people, v.user) }));
      onClose();
    },
  });
  return (
    <FormDialog title={t('admin.shift.add')} form={form} fields={['user', 'from', 'to', 'phone']} onClose={onClose}>
      <Field label={t('admin.shift.user')} required wide error={form.wrong('user')}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.user || undefined} placeholder={t('admin.mustChoose')} notFoundContent={t('admin.nobodyYet')} onChange={(x: string) => set({ user: x })} options={peopleOptions(people)} />}</Field>
      <Field label={t('admin.shift.from')} hint={t('admin.shift.hours')} required error={form.wrong('from')}>{(f) => <DateInput {...f} time value={v.from} onChange={(d) => set({ from: d })} />}</Field>
      <Field label={t('admin.shift.to')} hint={t('admin.shift.hours')} required error={form.wrong('to')}>{(f) => <DateInput {...f} time value={v.to} onChange={(d) => set({ to: d })} />}</Field>
      <Field label={t('admin.shift.phone')} hint={`${t('admin.shift.phoneHint')}${own ? `（${own}）` : ''}`} optional wide error={form.wrong('phone')}>{(f) => <Input {...f} value={v.phone} maxLength={30} inputMode="tel" onChange={(e) => set({ phone: e.target.value })} />}</Field>
    </FormDialog>
  );
}
