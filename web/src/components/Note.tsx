import './note.css';
import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons';

const icons: Record<string, IconName> = { amber: 'warn', red: 'warn', blue: 'file', green: 'check', grey: 'clock' };

/** A remark in the flow of the page. */
export function Note({ tone = 'blue', title, children, live }: { tone?: 'amber' | 'red' | 'blue' | 'green' | 'grey'; title?: ReactNode; children?: ReactNode; live?: boolean }) {
  return (
    <div className={`note note-${tone}`} role={live ? 'status' : undefined}>
      <Icon name={icons[tone]!} />
      <div>{title && <p className="note-title">{title}</p>}{children}</div>
    </div>
  );
}
