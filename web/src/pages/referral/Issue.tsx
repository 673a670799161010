// Making a paper, and giving back its sealed or signed version.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { accept, issueDocument, previewPath, sealDocument } from '../../api/referral';
import { problemOf } from '../../api/problem';
import type { DocumentView, Referral } from '../../api/types';
import { Field } from '../../components/Field';
import { PaperFrame } from '../../components/PaperFrame';
import { ProblemNote } from '../../components/ProblemNote';
import { UploadButton } from '../../components/UploadButton';
import { useText } from '../../i18n';

type Choice = Referral['papers'][number];

/** The very paper before it gets its number. */
export function IssueDialog({ r, p, onClose }: { r: Referral; p: Choice; onClose: () => void }) {
  const { t, say } = useText();
  const cache = useQueryClient();
  const [number, setNumber] = useState('');
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const issue = async () => {
    setBusy(true);
    setError(undefined);
    try {
      accept(cache, await issueDocument(r.id, p.kind, number.trim() || undefined));
      onClose();
    } catch (err) {
      setError(err);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open width={860} style={{ top: 24 }} title={t('referral.documents.issueTitle', { title: say(p.title) })} onCancel={onClose}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button type="primary" loading={busy} onClick={() => void issue()}>{t('referral.documents.issueDo')}</Button></>}>
      {error !== undefined && <ProblemNote error={error} />}
      <div className="form form-one">
        <p className="quiet">{t('referral.documents.issueHelp')}</p>
        {p.kind !== 'approval_form' && <Field label={t('referral.documents.number')} hint={t('referral.documents.numberHint')} optional>{(f) => <Input {...f} value={number} maxLength={100} onChange={(e) => setNumber(e.target.value)} />}</Field>}
        <PaperFrame src={previewPath(r.id, p.kind)} title={say(p.title)} />
      </div>
    </Modal>
  );
}

/** Uploads the sealed or signed version of a paper. */
export function Seal({ r, d, label }: { r: Referral; d: DocumentView; label: string }) {
  const cache = useQueryClient();
  const { t } = useText();
  const [error, setError] = useState<unknown>();
  const [scan, setScan] = useState('');
  const [reason, setReason] = useState('');
  const seal = async (evidence: string, why?: string) => {
    setError(undefined);
    setScan(evidence);
    try {
      accept(cache, await sealDocument(r.id, d.id, evidence, why));
    } catch (err) {
      setError(err);
    }
  };
  const differs = error !== undefined && problemOf(error).code === 'document.seal_differs';
  return (
    <>
      <UploadButton small primary referral={r} accept="application/pdf,image/*,.ofd" label={label} onDone={(e) => void seal(e.id)} />
      {error !== undefined && <ProblemNote error={error} />}
      {differs && (
        <div className="seal-why">
          <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={1000} aria-label={t('referral.documents.sealWhy')} placeholder={t('referral.documents.sealWhy')} value={reason} onChange={(e) => setReason(e.target.value)} />
          <Button size="small" disabled={!reason.trim()} onClick={() => void seal(scan, reason.trim())}>{t('referral.documents.sealAnyway')}</Button>
        </div>
      )}
    </>
  );
}
