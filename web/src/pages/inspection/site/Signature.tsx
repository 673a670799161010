import { Button } from 'antd';
import { useRef, useState, type PointerEvent } from 'react';
import { useSiteWords } from '../../../i18n/site';

const size = { width: 600, height: 200 };
const longest = 19_000; // the hub takes 20,000 characters

/** A signature by finger, pen or mouse: moves and lines in whole numbers. */
export function SignaturePad({ value, by, help, onChange }: { value: string; by: string; help: string; onChange: (path: string) => void }) {
  const w = useSiteWords();
  const [path, setPath] = useState(value);
  const drawing = useRef(false);
  const at = (e: PointerEvent<SVGSVGElement>) => {
    const box = e.currentTarget.getBoundingClientRect();
    const fit = (n: number, most: number) => Math.max(0, Math.min(most, Math.round(n)));
    return `${fit(((e.clientX - box.left) / box.width) * size.width, size.width)} ${fit(((e.clientY - box.top) / box.height) * size.height, size.height)}`;
  };
  const add = (to: string) => setPath((old) => (old.length < longest ? old + to : old));
  return (
    <div className="site-pad">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={by ? `${w.pad}：${by}` : w.pad}
        onPointerDown={(e) => { e.currentTarget.setPointerCapture(e.pointerId); drawing.current = true; add(`${path ? ' ' : ''}M${at(e)}`); }}
        onPointerMove={(e) => { if (drawing.current) add(` L${at(e)}`); }}
        onPointerUp={() => { drawing.current = false; onChange(path); }} onPointerCancel={() => { drawing.current = false; onChange(path); }}>
        <path d={path} />
      </svg>
      <div className="site-pad-foot"><span className="quiet">{help}</span>{path && <Button size="small" onClick={() => { setPath(''); onChange(''); }}>{w.clear}</Button>}</div>
    </div>
  );
}

/** A signature as it was drawn. */
export function Drawn({ path, of }: { path: string; of: string }) {
  return <svg className="site-drawn" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-label={of}><path d={path} /></svg>;
}
