import './paper.css';
import { Button, Modal, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { currentLang } from '../i18n/lang';
import { useText } from '../i18n';
import { readRefusal } from '../api/problem';
import { editablePath } from '../api/referral';
import { ProblemNote } from './ProblemNote';

/**
 * A document of the hub's own making, shown by the browser's viewer. It is asked
 * for first, so that a document which cannot be made says why in words; a viewer
 * in a frame would only show an empty page.
 */
export function PaperFrame({ src, title, tall, bound }: { src: string; title: string; tall?: boolean; bound?: boolean }) {
  const { t } = useText();
  const [state, setState] = useState<{ src: string; ok?: boolean; error?: unknown }>({ src });
  const [again, setAgain] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    setState({ src });
    fetch(src, { signal: stop.signal, headers: { 'Accept-Language': currentLang() } })
      .then(async (r) => {
        if (!r.ok) throw await readRefusal(r);
        await r.arrayBuffer();
        setState({ src, ok: true });
      })
      .catch((error: unknown) => { if (!stop.signal.aborted) setState({ src, error }); });
    return () => stop.abort();
  }, [src, again]);

  return (
    <div className={tall ? 'paper paper-tall' : 'paper'}>
      {state.error !== undefined && <ProblemNote error={state.error} onRetry={() => setAgain((n) => n + 1)} />}
      {!state.ok && state.error === undefined && <p className="paper-wait" role="status"><Spin size="small" /> {t('referral.documents.wait')}</p>}
      {state.ok && <iframe src={`${src}#view=FitH&toolbar=0`} title={title} />}
      {state.ok && <p className="paper-links"><a href={src} target="_blank" rel="noreferrer">{t('referral.documents.openNew')}</a><a href={`${src}${bound ? '&' : '?'}download`} download>{t('download')}</a>{!bound && <a href={editablePath(src)} download title={t('referral.documents.editableHelp')}>{t('referral.documents.editable')}</a>}</p>}
    </div>
  );
}

export function PaperModal({ src, title, bound, onClose }: { src?: string; title: string; bound?: boolean; onClose: () => void }) {
  const { t } = useText();
  return (
    <Modal open={Boolean(src)} title={title} onCancel={onClose} width={860} destroyOnHidden footer={<Button onClick={onClose}>{t('close')}</Button>} styles={{ body: { padding: 0 } }} style={{ top: 24 }}>
      {src && <PaperFrame src={src} title={title} tall bound={bound} />}
    </Modal>
  );
}
