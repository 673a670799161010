import { Button, Modal } from 'antd';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { Note } from '../../components/Note';
import { useText } from '../../i18n';

interface Box { x: number; y: number; w: number; h: number }

/** Longest side of the masked photo: enough to read a plate, small enough to send. */
const most = 2560;

/** Black boxes over whatever would betray who reported it. What is given back holds no trace of the original: it is painted anew. */
export default function MaskDialog({ file, onDone, onClose }: { file: File; onDone: (f: File) => void; onClose: () => void }) {
  const { t } = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const image = useRef<ImageBitmap>(undefined);
  const from = useRef<{ x: number; y: number }>(undefined);
  const [boxes, setBoxes] = useState<Box[]>([]);
  const [bad, setBad] = useState(false);

  useEffect(() => {
    let gone = false;
    createImageBitmap(file).then((b) => {
      if (gone) return;
      image.current = b;
      const scale = Math.min(1, most / Math.max(b.width, b.height));
      const c = canvas.current!;
      c.width = Math.round(b.width * scale);
      c.height = Math.round(b.height * scale);
      paint([]);
    }, () => setBad(true));
    return () => { gone = true; };
  }, [file]);

  const paint = (list: Box[]) => {
    const c = canvas.current;
    const g = c?.getContext('2d');
    if (!c || !g || !image.current) return;
    g.drawImage(image.current, 0, 0, c.width, c.height);
    g.fillStyle = '#000';
    for (const b of list) g.fillRect(b.x, b.y, b.w, b.h);
  };
  const at = (e: PointerEvent) => {
    const r = canvas.current!.getBoundingClientRect();
    return { x: ((e.clientX - r.left) / r.width) * canvas.current!.width, y: ((e.clientY - r.top) / r.height) * canvas.current!.height };
  };
  const box = (e: PointerEvent): Box | undefined => {
    const a = from.current;
    if (!a) return undefined;
    const b = at(e);
    return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y) };
  };
  const end = (e: PointerEvent) => {
    const b = box(e);
    from.current = undefined;
    const list = b && b.w > 4 && b.h > 4 ? [...boxes, b] : boxes;
    setBoxes(list);
    paint(list);
  };
  const undo = () => { const list = boxes.slice(0, -1); setBoxes(list); paint(list); };
  const done = () => canvas.current?.toBlob((blob) => {
    if (blob) onDone(new File([blob], file.name.replace(/\.[^.]+$/, '') + '.jpg', { type: 'image/jpeg' }));
  }, 'image/jpeg', 0.9);

  return (
    <Modal open title={t('lead.maskTitle')} onCancel={onClose} width={860} style={{ top: 24 }} maskClosable={false}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button disabled={boxes.length === 0} onClick={undo}>{t('lead.maskUndo')}</Button><Button type="primary" disabled={boxes.length === 0} onClick={done}>{t('lead.maskDone')}</Button></>}>
      {bad ? <Note tone="red">{t('lead.maskBad')}</Note> : <p className="quiet">{t('lead.maskHelp')}</p>}
      <canvas ref={canvas} className="mask-canvas" role="img" aria-label={t('lead.maskArea')}
        onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); from.current = at(e); }}
        onPointerMove={(e) => { const b = box(e); if (b) paint([...boxes, b]); }}
        onPointerUp={end} onPointerCancel={end} />
    </Modal>
  );
}
