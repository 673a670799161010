import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { etag } from '../../../api/http';
import { useMe } from '../../../api/people';
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
import { answer, nameOf, peopleOptions, usePeople, usePresidings } from '../data';
import { FormDialog, useConfirm, useForm } from '../form';
import { may, type Part, type Person, type Presiding } from '../types';
import { phase } from './phase';
import { Loaded } from './Part';

/** Who approves in place of the chief (主持工作), by which document. */
export default function Presidings({ organ }: Part) {
  const { t, say } = useText();
  const me = useMe().data;
  const list = usePresidings(organ.id);
  const people = usePeople(organ.id).data?.items;
  const confirm = useConfirm();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<string>();
  const edits = may(organ, 'presiding.edit');
  const today = civilDay(now());
  const endOf = (p: Presiding) => p.to || t('admin.presiding.openEnd');
  const remove = (p: Presiding) => confirm({
    title: t('admin.presiding.removeAsk', { name: nameOf(people, p.user) }), help: t('admin.presiding.removeHelp'), ok: t('admin.presiding.remove'), danger: true, done: t('admin.presiding.removed'),
    run: () => answer(api.DELETE('/v1/admin/agencies/{agency}/presidings/{id}', { params: { path: { agency: organ.id, id: p.id } } })),
  });
  const target = list.data?.items.find((p) => p.id === ending);
  return (
    <Section title={t('admin.tab.presiding')} extra={edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{t('admin.presiding.add')}</Button>} flush>
      <div className="section-body">
        <p className="admin-say">{t('admin.presiding.say')}</p>
        {list.data?.warnings.map((w, i) => <Note key={i} tone="amber">{w.to ? t('admin.presiding.warning', { from: w.from, to: w.to, text: say(w.text) }) : t('admin.presiding.warningOpen', { from: w.from, text: say(w.text) })}</Note>)}
      </div>
      <Loaded of={list}>{({ items }) => (items.length === 0
        ? <Empty title={t('admin.presiding.empty')}>{t('admin.presiding.emptyHelp')}</Empty>
        : (
          <table className="admin-table">
            <thead><tr><th scope="col">{t('admin.presiding.user')}</th><th scope="col">{t('admin.presiding.document')}</th><th scope="col">{t('admin.presiding.from')}</th><th scope="col">{t('admin.presiding.to')}</th><th scope="col"><span className="sr">{t('admin.actions')}</span></th></tr></thead>
            <tbody>
              {items.map((p) => {
                const when = phase(p.from, p.to, today);
                return (
                  <tr key={p.id}>
                    <td><strong className="admin-name">{nameOf(people, p.user)}</strong> <Tag tone={when === 'now' ? 'green' : when === 'future' ? 'blue' : 'grey'}>{t(`admin.presiding.${when}`)}</Tag></td>
                    <td>{p.document}</td>
                    <td className="num" data-label={t('admin.presiding.from')}>{p.from}</td>
                    <td className="num" data-label={t('admin.presiding.to')}>{endOf(p)}</td>
                    <td className="admin-do">
                      {edits && when !== 'past' && <Button size="small" onClick={() => setEnding(p.id)}>{t('admin.presiding.end')}</Button>}
                      {edits && when === 'future' && <Button size="small" onClick={() => remove(p)}>{t('admin.presiding.remove')}</Button>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        ))}</Loaded>
      {adding && <AddDialog agency={organ.id} people={people ?? []} me={me?.id} onClose={() => setAdding(false)} />}
      {target && <EndDialog agency={organ.id} presiding={target} name={nameOf(people, target.user)} onClose={() => setEnding(undefined)} />}
    </Section>
  );
}

function AddDialog({ agency, people, me, onClose }: { agency: string; people: Person[]; me?: string; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [v, setV] = useState({ user: '', document: '', from: civilDay(now()), to: '' });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const form = useForm({
    check: () => ({
      user: v.user === '' && t('admin.mustChoose'), document: v.document.trim().length < 2 && t('admin.must'), from: v.from === '' && t('admin.must'), to: v.to !== '' && v.to < v.from && t('admin.badOrder'),
    }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/presidings', { params: { path: { agency } }, body: { user: v.user, document: v.document.trim(), from: v.from, ...(v.to && { to: v.to }) } })),
    done: () => {
      void message.success(t('admin.presiding.added', { name: nameOf(people, v.user) }));
      onClose();
    },
  });
  const options = peopleOptions(people).map((o) => (o.value === me ? { ...o, disabled: true, label: `${o.label}（${t('admin.presiding.self')}）` } : o));
  return (
    <FormDialog title={t('admin.presiding.add')} form={form} fields={Object.keys(v)} onClose={onClose}>
      <Field label={t('admin.presiding.user')} required wide error={form.wrong('user')}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.user || undefined} placeholder={t('admin.mustChoose')} notFoundContent={t('admin.nobodyYet')} onChange={(x: string) => set({ user: x })} options={options} />}</Field>
      <Field label={t('admin.presiding.document')} hint={t('admin.presiding.documentHint')} required wide error={form.wrong('document')}>{(f) => <Input {...f} value={v.document} maxLength={200} onChange={(e) => set({ document: e.target.value })} />}</Field>
      <Field label={t('admin.presiding.from')} required error={form.wrong('from')}>{(f) => <DateInput {...f} value={v.from} onChange={(d) => set({ from: d })} />}</Field>
      <Field label={t('admin.presiding.to')} hint={t('admin.presiding.toHint')} optional error={form.wrong('to')}>{(f) => <DateInput {...f} value={v.to} onChange={(d) => set({ to: d })} />}</Field>
    </FormDialog>
  );
}

function EndDialog({ agency, presiding, name, onClose }: { agency: string; presiding: Presiding; name: string; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [to, setTo] = useState(presiding.to || civilDay(now()));
  const form = useForm({
    check: () => ({ to: to !== '' && to < presiding.from && t('admin.badOrder') }),
    save: () => answer(api.PUT('/v1/admin/agencies/{agency}/presidings/{id}/end', { params: { path: { agency, id: presiding.id }, header: { 'If-Match': etag(presiding.version) } }, body: { to } })),
    done: () => {
      void message.success(t('admin.saved'));
      onClose();
    },
  });
  return (
    <FormDialog title={t('admin.presiding.endTitle', { name })} form={form} fields={['to']} onClose={onClose} width={460}>
      <Field label={t('admin.presiding.to')} hint={`${t('admin.presiding.endHint')}。${t('admin.presiding.toHint')}`} wide error={form.wrong('to')}>{(f) => <DateInput {...f} value={to} onChange={setTo} />}</Field>
    </FormDialog>
  );
}
