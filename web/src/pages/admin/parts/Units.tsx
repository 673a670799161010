import { App, Button, Input, Select } from 'antd';
import { useState } from 'react';
import { api } from '../../../api/client';
import { etag } from '../../../api/http';
import { Empty } from '../../../components/Empty';
import { Field } from '../../../components/Field';
import { Icon } from '../../../components/icons';
import { Section } from '../../../components/Section';
import { Tag } from '../../../components/Tag';
import { useText } from '../../../i18n';
import { answer, usePeople, useUnits } from '../data';
import { FormDialog, useForm } from '../form';
import { may, unitKinds, type Part, type Unit } from '../types';
import { Loaded } from './Part';

export default function Units({ organ }: Part) {
  const { t } = useText();
  const units = useUnits(organ.id);
  const people = usePeople(organ.id).data?.items ?? [];
  const [open, setOpen] = useState<string>(); // '' is a new one
  const edits = may(organ, 'unit.edit');
  const add = edits && <Button type="primary" icon={<Icon name="plus" />} onClick={() => setOpen('')}>{t('admin.unit.add')}</Button>;
  return (
    <Section title={t('admin.tab.units')} extra={add} flush>
      <Loaded of={units}>{({ items }) => (items.length === 0
        ? <Empty title={t('admin.unit.empty')}>{t('admin.unit.emptyHelp')}</Empty>
        : (
          <table className="admin-table">
            <thead><tr><th scope="col">{t('admin.unit.name')}</th><th scope="col">{t('admin.unit.kind')}</th><th scope="col">{t('admin.list.col.people')}</th><th scope="col"><span className="sr">{t('admin.actions')}</span></th></tr></thead>
            <tbody>
              {items.map((u) => (
                <tr key={u.id}>
                  <td className="admin-name">{u.name}</td>
                  <td data-label={t('admin.unit.kind')}><Tag>{t(`admin.unit.kinds.${u.kind}`)}</Tag></td>
                  <td data-label={t('admin.list.col.people')} className="num">{t('admin.unit.people', { n: people.filter((p) => p.unit === u.id).length })}</td>
                  <td className="admin-do">{edits && <Button size="small" aria-label={t('admin.unit.edit', { name: u.name })} onClick={() => setOpen(u.id)}>{t('edit')}</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}</Loaded>
      {open !== undefined && <UnitDialog agency={organ.id} unit={units.data?.items.find((u) => u.id === open)} onClose={() => setOpen(undefined)} />}
    </Section>
  );
}

function UnitDialog({ agency, unit, onClose }: { agency: string; unit?: Unit; onClose: () => void }) {
  const { t } = useText();
  const { message } = App.useApp();
  const [name, setName] = useState(unit?.name ?? '');
  const [kind, setKind] = useState<Unit['kind'] | undefined>(unit?.kind);
  const form = useForm<Unit>({
    check: () => ({ name: name.trim() === '' && t('admin.must'), kind: !kind && t('admin.mustChoose') }),
    save: () => {
      const body = { name: name.trim(), kind: kind! };
      if (!unit) return answer(api.POST('/v1/admin/agencies/{agency}/units', { params: { path: { agency } }, body }));
      return answer(api.PUT('/v1/admin/agencies/{agency}/units/{id}', { params: { path: { agency, id: unit.id }, header: { 'If-Match': etag(unit.version) } }, body }));
    },
    done: (u) => {
      void message.success(unit ? t('admin.saved') : t('admin.unit.added', { name: u.name }));
      onClose();
    },
  });
  return (
    <FormDialog title={unit ? t('admin.unit.edit', { name: unit.name }) : t('admin.unit.add')} form={form} fields={['name', 'kind']} onClose={onClose} width={520}>
      <Field label={t('admin.unit.name')} required wide error={form.wrong('name')}>{(f) => <Input {...f} value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />}</Field>
      <Field label={t('admin.unit.kind')} required wide error={form.wrong('kind')}>
        {(f) => <Select {...f} style={{ width: '100%' }} value={kind} placeholder={t('admin.mustChoose')} onChange={(x: Unit['kind']) => setKind(x)} options={unitKinds.map((k) => ({ value: k, label: t(`admin.unit.kinds.${k}`) }))} />}
      </Field>
    </FormDialog>
  );
}
