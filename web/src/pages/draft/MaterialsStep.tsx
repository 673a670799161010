import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { FolderView } from '../../api/types';
import { DateInput } from '../../components/DateInput';
import { Field } from '../../components/Field';
import { Icon } from '../../components/icons';
import { Note } from '../../components/Note';
import { Section } from '../../components/Section';
import { now } from '../../format/clock';
import { civilDay } from '../../format/time';
import { useText } from '../../i18n';
import { Materials } from '../referral/Materials';
import '../referral/referral.css';
import type { StepProps } from './DraftPage';
import { FromFolder } from './FromFolder';
import { newItem, type ItemForm } from './form';

/** The checklist, and the things of the case. */
export function MaterialsStep({ d, r, errors, kind }: StepProps & { kind: string }) {
  const { t } = useText();
  const { form, change } = d;
  const c = form.content;
  const [folder, setFolder] = useState<FolderView>();
  const set = (key: number, part: Partial<ItemForm>) => change((f) => ({ items: f.items.map((i) => (i.key === key ? { ...i, ...part } : i)) }));
  const none = (f: 'items_none' | 'photos_none' | 'monitoring_none', label: string) => (
    <Checkbox checked={c[f] ?? false} onChange={(e) => { change((x) => ({ content: { ...x.content, [f]: e.target.checked } })); void d.save(); }}>{label}</Checkbox>
  );
  return (
    <>
      {folder && <FromFolder folder={folder} d={d} kind={kind} onDone={() => setFolder(undefined)} />}
      {r ? <Materials r={r} inDraft onFolder={setFolder} /> : <Note tone="amber">{t('draft.needTitle')}</Note>}
      <Section title={t('draft.items.title')}>
        <p className="field-hint">{t('draft.items.noneHelp')}</p>
        <p className="draft-nones">{form.items.every((i) => !i.name) && none('items_none', t('draft.items.none'))}{kind === 'criminal' && none('photos_none', t('draft.items.photosNone'))}{kind === 'criminal' && none('monitoring_none', t('draft.items.monitoringNone'))}</p>
        {!c.items_none && form.items.map((i, n) => {
          const wrong = (f: string) => errors.get(`item.${i.key}.${f}`);
          return (
            <div className="draft-item" key={i.key}>
              <div className="form">
                <Field label={t('draft.items.name')} required error={wrong('name')}>{(f) => <Input {...f} value={i.name} maxLength={200} onChange={(e) => set(i.key, { name: e.target.value })} />}</Field>
                <Field label={t('draft.items.quantity')} optional>{(f) => <Input {...f} value={i.quantity} maxLength={100} onChange={(e) => set(i.key, { quantity: e.target.value })} />}</Field>
                <Field label={t('draft.items.feature')} optional>{(f) => <Input {...f} value={i.feature} maxLength={500} onChange={(e) => set(i.key, { feature: e.target.value })} />}</Field>
                <Field label={t('draft.items.place')} optional>{(f) => <Input {...f} value={i.place} maxLength={500} onChange={(e) => set(i.key, { place: e.target.value })} />}</Field>
                <Field label={t('draft.items.seizedOn')} optional error={wrong('seized_on')}>{(f) => <DateInput {...f} value={i.seized_on} max={civilDay(now())} onChange={(v) => set(i.key, { seized_on: v })} />}</Field>
              </div>
              <Button type="text" icon={<Icon name="cross" size={14} />} onClick={() => change((f) => ({ items: f.items.filter((x) => x.key !== i.key) }))} aria-label={t('draft.items.remove', { n: n + 1 })} />
            </div>
          );
        })}
        {!c.items_none && <p><Button size="small" icon={<Icon name="plus" size={13} />} onClick={() => change((f) => ({ items: [...f.items, newItem()] }))}>{t('draft.items.add')}</Button></p>}
      </Section>
    </>
  );
}
