import './section.css';
import { useId, type ReactNode } from 'react';

interface Props { title: ReactNode; extra?: ReactNode; children: ReactNode; id?: string; flush?: boolean; className?: string }

/** A part of a page with its heading. */
export function Section({ title, extra, children, id, flush, className = '' }: Props) {
  const head = useId();
  return (
    <section className={`section ${className}`} id={id} aria-labelledby={head}>
      <header className="section-head"><h2 id={head}>{title}</h2>{extra && <div className="section-extra">{extra}</div>}</header>
      <div className={flush ? 'section-flush' : 'section-body'}>{children}</div>
    </section>
  );
}

/** Something that is there but out of the way until it is wanted. */
export function Fold({ title, children, open, count }: { title: ReactNode; children: ReactNode; open?: boolean; count?: number }) {
  return (
    <details className="fold" open={open}>
      <summary>{title}{count !== undefined && <span className="fold-count">{count}</span>}</summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}
