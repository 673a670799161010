import { Button } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Icon } from '../../components/icons';
import { Tag } from '../../components/Tag';
import { sizeWords } from '../../format/size';
import { useText } from '../../i18n';

const MaskDialog = lazy(() => import('./MaskDialog'));

export interface Piece { id: number; file: File; masked?: boolean; evidence?: string }

let next = 1;
export const pieceOf = (file: File): Piece => ({ id: next++, file });

/** Photos and files of the lead; a photo can be masked before anybody gets it. */
export function Files({ list, onChange, disabled }: { list: Piece[]; onChange: (list: Piece[]) => void; disabled: boolean }) {
  const { t } = useText();
  const input = useRef<HTMLInputElement>(null);
  const [mask, setMask] = useState<Piece>();
  return (
    <div className="lead-files">
      <ul>{list.map((p) => (
        <li key={p.id}>
          <Thumb file={p.file} />
          <span className="lead-file-name">{p.file.name} <small className="quiet num">{sizeWords(p.file.size)}</small>{p.masked && <> <Tag tone="green">{t('lead.masked')}</Tag></>}</span>
          <span>
            {p.file.type.startsWith('image/') && <Button size="small" disabled={disabled || p.evidence !== undefined} onClick={() => setMask(p)} aria-label={t('lead.mask', { name: p.file.name })}>{t('lead.maskTitle')}</Button>}
            <Button size="small" type="text" disabled={disabled || p.evidence !== undefined} onClick={() => onChange(list.filter((o) => o.id !== p.id))} aria-label={t('lead.remove', { name: p.file.name })}>✕</Button>
          </span>
        </li>
      ))}</ul>
      <p><Button icon={<Icon name="up" />} disabled={disabled} onClick={() => input.current?.click()}>{t('lead.add')}</Button> {list.some((p) => p.file.type.startsWith('image/')) && <span className="quiet">{t('lead.maskTip')}</span>}</p>
      <input ref={input} type="file" multiple hidden aria-label={t('lead.add')} onChange={(e) => { onChange([...list, ...Array.from(e.target.files ?? []).map(pieceOf)]); e.target.value = ''; }} />
      {mask && <Suspense><MaskDialog file={mask.file} onClose={() => setMask(undefined)} onDone={(file) => { onChange(list.map((o) => (o.id === mask.id ? { ...o, file, masked: true } : o))); setMask(undefined); }} /></Suspense>}
    </div>
  );
}

function Thumb({ file }: { file: File }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!file.type.startsWith('image/')) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [file]);
  return url ? <img className="lead-thumb" src={url} alt="" /> : <span className="lead-thumb"><Icon name="file" /></span>;
}
