import { Button, Progress } from 'antd';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { upload, type Progress as Step } from '../api/upload';
import { referralQuery } from '../api/referral';
import type { EvidenceView, Referral } from '../api/types';
import { useText } from '../i18n';
import { Icon } from './icons';
import { ProblemNote } from './ProblemNote';

interface Props { referral: Pick<Referral, 'id' | 'evidence'>; accept?: string; done?: string; label?: string; onDone: (e: EvidenceView) => void; small?: boolean; primary?: boolean }

/** One file into the case, with what is happening to it. */
export function UploadButton({ referral, accept, done, label, onDone, small, primary }: Props) {
  const { t } = useText();
  const cache = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const [step, setStep] = useState<Step>();
  const [error, setError] = useState<unknown>();
  const stop = useRef<AbortController>(undefined);

  const run = async (f: File) => {
    setFile(f);
    setError(undefined);
    stop.current = new AbortController();
    try {
      const { evidence } = await upload(referral.id, f, referral.evidence, setStep, stop.current.signal);
      setStep(undefined);
      void cache.invalidateQueries({ queryKey: referralQuery(referral.id).queryKey });
      onDone(evidence);
    } catch (err) {
      setStep(undefined);
      if (!stop.current.signal.aborted) setError(err);
    }
  };
  return (
    <div className="upload-one">
      <input ref={input} type="file" hidden accept={accept} onChange={(e) => { const f = e.target.files?.[0]; e.target.value = ''; if (f) void run(f); }} />
      <Button size={small ? 'small' : 'middle'} type={primary ? 'primary' : 'default'} icon={<Icon name="up" />} loading={step !== undefined} onClick={() => input.current?.click()}>{label ?? t('referral.materials.pick')}</Button>
      {done && !step && <span className="upload-done"><Icon name="check" /> {done}</span>}
      {step && file && <UploadStep step={step} name={file.name} onCancel={() => stop.current?.abort()} />}
      {error !== undefined && file && <ProblemNote error={error} onRetry={() => void run(file)} />}
    </div>
  );
}

export function UploadStep({ step, name, onCancel }: { step: Step; name: string; onCancel: () => void }) {
  const { t } = useText();
  const p = Math.round(step.part * 100);
  return (
    <span className="upload-step">
      <span role="status">{step.phase === 'waiting' ? t('referral.upload.waiting') : t(`referral.upload.${step.phase}`, { p })}</span>
      <Progress percent={p} size="small" showInfo={false} aria-label={t('referral.upload.progress', { name })} />
      <Button size="small" type="text" onClick={onCancel}>{t('referral.upload.cancel')}</Button>
    </span>
  );
}
