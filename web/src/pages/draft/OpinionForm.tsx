import { Button, Input, Select } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { Intent } from '../../api/http';
import { useAgencies } from '../../api/people';
import { problemOf } from '../../api/problem';
import { accept, openByOpinion } from '../../api/referral';
import type { Me } from '../../api/types';
import { Field } from '../../components/Field';
import { ProblemNote } from '../../components/ProblemNote';
import { Section } from '../../components/Section';
import { useText } from '../../i18n';

/** A procuratorial opinion that a case must be transferred: opinion and draft are one act. */
export function OpinionForm({ me }: { me: Me }) {
  const { t } = useText();
  const go = useNavigate();
  const cache = useQueryClient();
  const all = (useAgencies().data?.items ?? []).filter((a) => !a.hub);
  const [v, setV] = useState({ sender: '', title: '', party: '', facts: '', text: '', no: '' });
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const intent = useRef(new Intent());
  const set = (part: Partial<typeof v>) => setV({ ...v, ...part });
  const errors = new Map((error === undefined ? [] : problemOf(error).errors ?? []).map((e) => [e.location.replace(/^body\./, ''), e.message]));
  const senders = all.filter((a) => !['police', 'procuratorate', 'court'].includes(a.sector) && !a.closed_on && a.id !== me.agency.id).sort((a, b) => Number(b.region === me.agency.region) - Number(a.region === me.agency.region));
  const ready = v.sender && v.title.trim().length >= 2 && v.text.trim() && v.no.trim();
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    const body = { sender: v.sender, text: v.text.trim(), document_no: v.no.trim(), draft: { title: v.title.trim(), content: v.facts.trim() ? { facts: v.facts.trim() } : {}, parties: v.party.trim() ? [{ kind: 'enterprise', name: v.party.trim() }] : [] } };
    try {
      const r = accept(cache, await openByOpinion(body, intent.current.keyFor(body)));
      void go(`/referrals/${r.id}`);
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <div className="page-head"><h1>{t('draft.kind.opinion')}</h1></div>
      <Section title={t('draft.kind.opinion')}>
        <p className="quiet">{t('draft.kind.opinionHelp')}{t('draft.opinion.lead')}</p>
        {error !== undefined && <ProblemNote error={error} />}
        <div className="form draft-opinion">
          <Field label={t('draft.opinion.sender')} required wide error={errors.get('sender')}>{(f) => <Select {...f} style={{ width: '100%' }} value={v.sender || undefined} onChange={(sender: string) => set({ sender })} showSearch={{ optionFilterProp: 'label' }} options={senders.map((a) => ({ value: a.id, label: a.name }))} />}</Field>
          <Field label={t('draft.party.name')} hint={t('draft.party.nameHint')} required wide error={errors.get('draft.title') ?? errors.get('title')}>{(f) => <Input {...f} value={v.title} maxLength={200} onChange={(e) => set({ title: e.target.value })} />}</Field>
          <Field label={t('draft.opinion.party')} optional>{(f) => <Input {...f} value={v.party} maxLength={200} onChange={(e) => set({ party: e.target.value })} />}</Field>
          <Field label={t('draft.opinion.documentNo')} required error={errors.get('document_no')}>{(f) => <Input {...f} value={v.no} maxLength={100} onChange={(e) => set({ no: e.target.value })} />}</Field>
          <Field label={t('draft.facts.facts')} optional wide error={errors.get('draft.content.facts')}>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 3, maxRows: 14 }} value={v.facts} onChange={(e) => set({ facts: e.target.value })} />}</Field>
          <Field label={t('draft.opinion.text')} required wide error={errors.get('text')}>{(f) => <Input.TextArea {...f} autoSize={{ minRows: 4, maxRows: 14 }} value={v.text} maxLength={8000} onChange={(e) => set({ text: e.target.value })} />}</Field>
          <p className="field-wide"><Button type="primary" loading={busy} disabled={!ready} onClick={() => void submit()}>{t('draft.opinion.submit')}</Button></p>
        </div>
      </Section>
    </>
  );
}
