import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { problemOf } from '../../api/problem';
import { accept, addMaterial, editMaterial, type MaterialBody } from '../../api/referral';
import type { MaterialView, Referral } from '../../api/types';
import { Choices, Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { useText } from '../../i18n';

/** One line of the materials list: original or copy, pages, where the original is. */
export function MaterialDialog({ r, line, code, onClose }: { r: Referral; line?: MaterialView; code?: string; onClose: () => void }) {
  const { t, say } = useText();
  const cache = useQueryClient();
  const [v, setV] = useState<MaterialBody>({
    code: line?.code ?? code ?? '', title: line?.title ?? '', form: (line?.form ?? 'original') as 'original' | 'copy', pages: line?.pages ?? 0, original_at: line?.original_at ?? '', evidence_id: line?.evidence?.id,
  });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const errors = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const set = (part: Partial<MaterialBody>) => setV({ ...v, ...part });
  const save = async () => {
    setBusy(true);
    const body: MaterialBody = { code: v.code, title: v.title.trim(), form: v.form, ...(v.pages ? { pages: v.pages } : {}), ...(v.original_at?.trim() ? { original_at: v.original_at.trim() } : {}), ...(v.evidence_id ? { evidence_id: v.evidence_id } : {}) };
    try {
      accept(cache, line ? await editMaterial(r.id, line.id, body) : await addMaterial(r.id, body));
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title={line ? t('referral.materials.edit') : t('referral.materials.addLine')} onCancel={onClose} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} disabled={!v.title.trim() || !v.code} onClick={() => void save()}>{t('save')}</Button></>}>
      {error !== undefined && <ProblemNote error={error} />}
      <div className="form">
        <Field label={t('referral.materials.code')} required wide error={errors.get('code')}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.code || undefined} onChange={(c: string) => set({ code: c })} options={r.checklist.filter((c) => !c.generated).map((c) => ({ value: c.code, label: say(c.title) }))} />}</Field>
        <Field label={t('referral.materials.name')} required wide error={errors.get('title')}>{(f) => <Input {...f} value={v.title} maxLength={300} onChange={(e) => set({ title: e.target.value })} />}</Field>
        <Choices legend={t('referral.materials.formLabel')} error={errors.get('form')}><Radio.Group value={v.form} onChange={(e) => set({ form: e.target.value as 'original' | 'copy' })} options={[{ value: 'original', label: t('referral.materials.form.original') }, { value: 'copy', label: t('referral.materials.form.copy') }]} /></Choices>
        <Field label={t('referral.materials.pagesLabel')} optional error={errors.get('pages')}>{(f) => <Input {...f} inputMode="numeric" value={v.pages || ''} onChange={(e) => set({ pages: Number(e.target.value.replace(/\D/g, '')) })} />}</Field>
        <Field label={t('referral.materials.originalAtLabel')} optional error={errors.get('original_at')}>{(f) => <Input {...f} value={v.original_at} maxLength={300} onChange={(e) => set({ original_at: e.target.value })} />}</Field>
      </div>
    </Modal>
  );
}
