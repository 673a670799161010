import './field.css';
import { useId, type ReactNode } from 'react';
import { useText } from '../i18n';

interface Props {
  label: ReactNode;
  hint?: ReactNode;
  error?: string;
  required?: boolean;
  optional?: boolean;
  children: (a: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean; 'aria-required'?: boolean; status?: 'error' }) => ReactNode;
  wide?: boolean;
}

/** A labelled input with its hint and its error, tied together for screen readers. */
export function Field({ label, hint, error, required, optional, children, wide }: Props) {
  const id = useId();
  const { t } = useText();
  const described = [hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ');
  return (
    <div className={wide ? 'field field-wide' : 'field'}>
      <label htmlFor={id}>{label}{required && <span className="field-must" title={t('required')} aria-hidden="true"> *</span>}{optional && <span className="field-may">{t('optional')}</span>}</label>
      {hint && <p className="field-hint" id={`${id}-h`}>{hint}</p>}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined, 'aria-required': required || undefined, status: error ? 'error' : undefined })}
      {error && <p className="field-error" id={`${id}-e`}>{error}</p>}
    </div>
  );
}

/** A group of choices under one question. */
export function Choices({ legend, hint, error, required, children }: { legend: ReactNode; hint?: ReactNode; error?: string; required?: boolean; children: ReactNode }) {
  return (
    <fieldset className="field field-wide">
      <legend>{legend}{required && <span className="field-must" aria-hidden="true"> *</span>}</legend>
      {hint && <p className="field-hint">{hint}</p>}
      {children}
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  );
}

export { DateInput } from './DateInput';
