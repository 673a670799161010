import { App, Button, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { Empty } from '../../../components/Empty';
import { DateInput } from '../../../components/DateInput';
import { Field } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Note } from '../../../components/Note';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { now } from '../../../format/clock';
import { civilDay } from '../../../format/time';
import { useText } from '../../../i18n';
import { answer, nameOf, peopleOptions, useLeaves, usePeople } from '../data';
import { FormDialog, useConfirm, useForm } from '../form';
import { may, type Leave, type Part, type Person } from '../types';
import { phase } from './phase';
import { Loaded } from './Part';

/** Who is away, and who prepares meanwhile (请假与代办). */
export default function Leaves({ organ }: Part) {
  const { t, say } = useText();
  const list = useLeaves(organ.id);
  const people = usePeople(organ.id).data?.items;
  const confirm = useConfirm();
  const [adding, setAdding] = useState(false);
  const edits = may(organ, 'leave.edit');
  const today = civilDay(now());
  const remove = (l: Leave) => confirm({
    title: t('admin.leave.removeAsk', { name: nameOf(people, l.user) }), help: t('admin.leave.removeHelp'), ok: t('confirm'), danger: true, done: t('admin.leave.removed'),
    run: () => answer(api.DELETE('/v1/admin/agencies/{agency}/leaves/{id}', { params: { path: { agency: organ.id, id: l.id } } })),
  });
  return (
    <Section title={t('admin.tab.leaves')} extra={edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('admin.leave.add')}</Button>} flush>
      {list.data && <div className="section-body"><Note tone="blue" title={t('admin.leave.noteTitle')}>{say(list.data.note)}</Note></div>}
      <Loaded of={list}>{({ items }) => (items.length === 0
        ? <Empty title={t('admin.leave.empty')}>{t('admin.leave.emptyHelp')}</Empty>
        : (
          <table className="admin-table">
            <thead><tr><th scope="col">{t('admin.leave.user')}</th><th scope="col">{t('admin.leave.deputy')}</th><th scope="col">{t('admin.leave.from')}</th><th scope="col">{t('admin.leave.to')}</th><th scope="col">{t('admin.warnings')}</th><th scope="col"><span className="sr">{t('admin.actions')}</span></th></tr></thead>
            <tbody>
              {items.map((l) => {
                const when = phase(l.from, l.to, today);
                return (
                  <tr key={l.id}>
                    <td><strong className="admin-name">{nameOf(people, l.user)}</strong> <Tag tone={when === 'now' ? 'amber' : when === 'future' ? 'blue' : 'grey'}>{t(`admin.leave.${when}`)}</Tag></td>
                    <td data-label={t('admin.leave.deputy')}>{nameOf(people, l.deputy)}</td>
                    <td className="num" data-label={t('admin.leave.from')}>{l.from}</td>
                    <td className="num" data-label={t('admin.leave.to')}>{l.to}</td>
                    <td>{l.warnings.length === 0 ? <span className="quiet">{t('none')}</span> : l.warnings.map((w, i) => <p key={i}><Tag tone="amber">!</Tag> {say(w)}</p>)}</td>
                    <td className="admin-do">{edits && when !== 'past' && <Button size="small" onClick={() => remove(l)}>{t(when === 'now' && l.from < today ? 'admin.leave.end' : 'admin.leave.remove')}</Button>}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ))}</Loaded>
      {adding && <AddDialog agency={organ.id} people={people ?? []} note={say(list.data?.note)} onClose={() => setAdding(false)} />}
    </Section>
  );
}

function AddDialog({ agency, people, note, onClose }: { agency: string; people: Person[]; note: string; onClose: () => void }) {
  const { t, say } = useText();
  const { message, notification } = App.useApp();
  const today = civilDay(now());
  const [v, setV] = useState({ user: '', deputy: '', from: today, to: today });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const form = useForm<Leave>({
    check: () => ({
      user: v.user === '' && t('admin.mustChoose'), deputy: v.deputy === '' && t('admin.mustChoose'), from: v.from === '' && t('admin.must'), to: v.to === '' ? t('admin.must') : v.to < v.from && t('admin.badOrder'),
    }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/leaves', { params: { path: { agency } }, body: v })),
    done: (l) => {
      const title = t('admin.leave.added', { name: nameOf(people, l.user), deputy: nameOf(people, l.deputy) });
      if (l.warnings.length > 0) notification.warning({ title, description: l.warnings.map((w) => say(w)).join('；'), duration: 12 });
      else void message.success(title);
      onClose();
    },
  });
  const who = (name: 'user' | 'deputy', except: string) => (
    <Field label={t(`admin.leave.${name}`)} required error={form.wrong(name)}>
      {(f) => <Select {...f} style={{ width: '100%' }} value={v[name] || undefined} placeholder={t('admin.mustChoose')} notFoundContent={t('admin.nobodyYet')} onChange={(x: string) => set({ [name]: x })} options={peopleOptions(people).filter((o) => o.value !== except)} />}
    </Field>
  );
  return (
    <FormDialog title={t('admin.leave.add')} form={form} fields={Object.keys(v)} onClose={onClose}>
      {who('user', v.deputy)}
      {who('deputy', v.user)}
      <Field label={t('admin.leave.from')} required error={form.wrong('from')}>{(f) => <DateInput {...f} value={v.from} onChange={(d) => set({ from: d, ...(v.to < d && { to: d }) })} />}</Field>
      <Field label={t('admin.leave.to')} hint={t('admin.leave.both')} required error={form.wrong('to')}>{(f) => <DateInput {...f} value={v.to} onChange={(d) => set({ to: d })} />}</Field>
      <Note tone="blue" title={t('admin.leave.noteTitle')}>{note}</Note>
    </FormDialog>
  );
}
