import { Button } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { upload, type Progress } from '../../api/upload';
import { addMaterial, type MaterialBody } from '../../api/referral';
import type { EvidenceView, Referral } from '../../api/types';
import { Icon } from '../../components/icons';
import { ProblemNote } from '../../components/ProblemNote';
import { UploadStep } from '../../components/UploadButton';
import { sizeWords } from '../../format/size';
import { useText } from '../../i18n';

export interface Wanted { file: File; code: string; form?: 'original' | 'copy'; title?: string }

interface Job extends Wanted { id: number; step?: Progress; error?: unknown; known?: boolean; done?: boolean; stop?: AbortController }

/** Two files at a time: enough for the line, and each bar still moves. */
const atOnce = 2;

let next = 1;

const plainName = (name: string) => name.replace(/\.[^.]+$/, '');

/** Files on their way into the case and onto the list. */
export function useUploads(r: Referral, onChange: (after: Referral) => void) {
  const [jobs, setJobs] = useState<Job[]>([]);
  const all = useRef<Job[]>([]);
  const present = useRef<EvidenceView[]>(r.evidence);
  present.current = r.evidence;
  const change = useRef(onChange);
  change.current = onChange;

  const show = useCallback(() => setJobs([...all.current]), []);
  const patch = useCallback((id: number, part: Partial<Job>) => {
    all.current = all.current.map((j) => (j.id === id ? { ...j, ...part } : j));
    show();
  }, [show]);

  const pump = useCallback(() => {
    const waiting = all.current.filter((j) => !j.done && !j.error && !j.stop);
    const running = all.current.filter((j) => j.stop && !j.done && !j.error).length;
    for (const job of waiting.slice(0, Math.max(0, atOnce - running))) {
      const stop = new AbortController();
      patch(job.id, { stop });
      void (async () => {
        try {
          const { evidence, known } = await upload(r.id, job.file, present.current, (step) => patch(job.id, { step }), stop.signal);
          const body: MaterialBody = { code: job.code, title: (job.title ?? plainName(job.file.name)).slice(0, 300) || job.file.name, form: job.form ?? 'copy', evidence_id: evidence.id };
          change.current(await addMaterial(r.id, body));
          patch(job.id, { done: true, known, step: undefined });
        } catch (error) {
          if (stop.signal.aborted) all.current = all.current.filter((j) => j.id !== job.id);
          else patch(job.id, { error, step: undefined, stop: undefined });
          show();
        }
        pump();
      })();
    }
  }, [patch, r.id, show]);

  const start = useCallback((list: Wanted[]) => {
    all.current = [...all.current.filter((j) => !j.done), ...list.map((w) => ({ ...w, id: next++ }))];
    show();
    pump();
  }, [pump, show]);
  const retry = useCallback((id: number) => { patch(id, { error: undefined }); pump(); }, [patch, pump]);
  const cancel = useCallback((id: number) => {
    const job = all.current.find((j) => j.id === id);
    job?.stop?.abort();
    if (!job?.stop) { all.current = all.current.filter((j) => j.id !== id); show(); }
  }, [show]);

  const busy = jobs.some((j) => !j.done && !j.error);
  useEffect(() => {
    if (!busy) return;
    const ask = (e: BeforeUnloadEvent) => e.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [busy]);
  return { jobs, start, retry, cancel, busy };
}

export function UploadList({ list }: { list: ReturnType<typeof useUploads> }) {
  const { t } = useText();
  if (list.jobs.length === 0) return null;
  return (
    <ul className="uploads" aria-live="polite">
      {list.busy && <li className="quiet">{t('referral.upload.busy')}</li>}
      {list.jobs.map((j) => (
        <li key={j.id}>
          <span className="wrap-any"><Icon name={j.done ? 'check' : 'file'} size={14} /> {j.file.name} <span className="quiet num">{sizeWords(j.file.size)}</span></span>
          {j.step && <UploadStep step={j.step} name={j.file.name} onCancel={() => list.cancel(j.id)} />}
          {j.done && <span className={j.known ? 'upload-known' : 'upload-done'}>{j.known ? t('referral.upload.known') : t('referral.upload.done')}</span>}
          {j.error !== undefined && <><ProblemNote error={j.error} onRetry={() => list.retry(j.id)} /><Button size="small" type="text" onClick={() => list.cancel(j.id)}>{t('referral.upload.cancel')}</Button></>}
        </li>
      ))}
    </ul>
  );
}
