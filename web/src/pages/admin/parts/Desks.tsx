import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { $api, api } from '../../../api/client';
import { useAgencies } from '../../../api/people';
import type { components } from '../../../api/schema';
import { DateInput } from '../../../components/DateInput';
import { Empty } from '../../../components/Empty';
import { Field } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Note } from '../../../components/Note';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { now } from '../../../format/clock';
import { civilDay } from '../../../format/time';
import { useText } from '../../../i18n';
import { useDeskWords } from '../../../i18n/desk';
import { answer } from '../data';
import { FormDialog, useForm } from '../form';
import { may, type Part } from '../types';
import { Loaded } from './Part';

type Desk = components['schemas']['AdminDesk'];

/** Who signs for what arrives in whose name (共用窗口): given away, and taken on. */
export default function Desks({ organ }: Part) {
  const { t, say } = useText();
  const w = useDeskWords();
  const list = $api.useQuery('get', '/v1/admin/agencies/{agency}/desks', { params: { path: { agency: organ.id } } });
  const organs = useAgencies().data?.items ?? [];
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<Desk>();
  const edits = may(organ, 'desk.edit');
  const today = civilDay(now());
  const name = (id: string) => organs.find((a) => a.id === id)?.short_name ?? '…';
  const state = (d: Desk) => (d.ended_at ? (d.ended_by === d.organ ? 'back' : 'returned') : !d.stands ? 'over' : d.from > today ? 'future' : 'stands');
  const table = (items: Desk[]) => (
    <table className="admin-table">
      <thead><tr><th scope="col">{w.col.desk}</th><th scope="col">{w.col.organ}</th><th scope="col">{w.col.document}</th><th scope="col">{w.col.days}</th><th scope="col">{w.col.state}</th><th scope="col"><span className="sr">{t('admin.actions')}</span></th></tr></thead>
      <tbody>
        {items.map((d) => (
          <tr key={d.id}>
            <td><strong className="admin-name">{name(d.desk)} · {d.name}</strong></td>
            <td data-label={w.col.organ}>{name(d.organ)}</td>
            <td data-label={w.col.document}>{d.document}</td>
            <td className="num" data-label={w.col.days}>{d.from} – {d.to}</td>
            <td data-label={w.col.state}><Tag tone={state(d) === 'stands' ? 'green' : state(d) === 'future' ? 'blue' : 'grey'}>{w.state[state(d)]}</Tag>{d.reason && <span className="quiet"> {d.reason}</span>}</td>
            <td className="admin-do">{edits && d.stands && <Button size="small" onClick={() => setEnding(d)}>{d.organ === organ.id ? w.end : w.giveBack}</Button>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
  return (
    <Section title={w.tab} extra={edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setAdding(true)}>{w.add}</Button>} flush>
      {list.data && <div className="section-body"><Note tone="blue" title={w.noteTitle}>{say(list.data.note)}</Note></div>}
      <Loaded of={list}>{({ items }) => (items.length === 0
        ? <Empty title={w.empty}>{w.emptyHelp}</Empty>
        : [[w.given, items.filter((d) => d.organ === organ.id)], [w.taken, items.filter((d) => d.organ !== organ.id)]].map(([title, part]) => (
          part!.length > 0 && <div key={title as string}><h3 className="section-body">{title as string}</h3>{table(part as Desk[])}</div>
        )))}</Loaded>
      {adding && <AddDialog agency={organ.id} note={say(list.data?.note)} onClose={() => setAdding(false)} />}
      {ending && <EndDialog agency={organ.id} desk={ending} title={w.endAsk(`${name(ending.desk)} · ${ending.name}`)} onClose={() => setEnding(undefined)} />}
    </Section>
  );
}

function AddDialog({ agency, note, onClose }: { agency: string; note: string; onClose: () => void }) {
  const w = useDeskWords();
  const { message } = App.useApp();
  const choices = $api.useQuery('get', '/v1/admin/agencies/{agency}/desks/choices', { params: { path: { agency } } }).data?.items ?? [];
  const today = civilDay(now());
  const [v, setV] = useState({ unit: '', document: '', from: today, to: '' });
  const set = (part: Partial<typeof v>) => setV((old) => ({ ...old, ...part }));
  const key = (c: (typeof choices)[number]) => c.unit ?? c.user ?? '';
  const chosen = choices.find((c) => key(c) === v.unit);
  const form = useForm<Desk>({
    check: () => ({
      unit: !chosen && w.mustChoose, document: v.document.trim().length < 2 && w.must, from: v.from === '' && w.must, to: v.to === '' ? w.must : v.to < v.from && w.badOrder,
    }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/desks', { params: { path: { agency } }, body: {
      desk: chosen!.desk, ...(chosen!.unit ? { unit: chosen!.unit } : { user: chosen!.user }), document: v.document.trim(), from: v.from, to: v.to,
    } })),
    done: (d) => { void message.success(w.added(d.name)); onClose(); },
  });
  const groups = [...new Set(choices.map((c) => c.agency))].map((a) => ({ label: a, title: a, options: choices.filter((c) => c.agency === a).map((c) => ({ value: key(c), label: `${a} · ${c.name}` })) }));
  return (
    <FormDialog title={w.add} form={form} fields={Object.keys(v)} onClose={onClose}>
      <Field label={w.field.desk} hint={w.deskHint} required error={form.wrong('unit')}>{(f) => <Select {...f} showSearch={{ optionFilterProp: 'label' }} style={{ width: '100%' }} value={v.unit || undefined} placeholder={w.mustChoose} notFoundContent={w.noDesks} onChange={(x: string) => set({ unit: x })} options={groups} />}</Field>
      <Field label={w.field.document} required error={form.wrong('document')}>{(f) => <Input {...f} value={v.document} maxLength={200} onChange={(e) => set({ document: e.target.value })} />}</Field>
      <Field label={w.field.from} required error={form.wrong('from')}>{(f) => <DateInput {...f} value={v.from} onChange={(d) => set({ from: d })} />}</Field>
      <Field label={w.field.to} required error={form.wrong('to')}>{(f) => <DateInput {...f} value={v.to} onChange={(d) => set({ to: d })} />}</Field>
      <Note tone="blue" title={w.noteTitle}>{note}</Note>
    </FormDialog>
  );
}

function EndDialog({ agency, desk, title, onClose }: { agency: string; desk: Desk; title: string; onClose: () => void }) {
  const w = useDeskWords();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const form = useForm<unknown>({
    check: () => ({ reason: reason.trim().length < 2 && w.must }),
    save: () => answer(api.POST('/v1/admin/agencies/{agency}/desks/{id}/end', { params: { path: { agency, id: desk.id } }, body: { reason: reason.trim() } })),
    done: () => { void message.success(w.ended); onClose(); },
  });
  return (
    <FormDialog title={title} form={form} fields={['reason']} onClose={onClose}>
      <p className="quiet">{w.endHelp}</p>
      <Field label={w.field.reason} required error={form.wrong('reason')}>{(f) => <Input {...f} value={reason} maxLength={500} onChange={(e) => setReason(e.target.value)} />}</Field>
    </FormDialog>
  );
}
