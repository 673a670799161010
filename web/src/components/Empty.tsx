import './section.css';
import type { ReactNode } from 'react';

/** An empty page that says what to do. */
export function Empty({ title, children, action }: { title?: ReactNode; children?: ReactNode; action?: ReactNode }) {
  return <div className="empty">{title && <strong>{title}</strong>}{children && <p>{children}</p>}{action}</div>;
}
