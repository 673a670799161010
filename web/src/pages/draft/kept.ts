// What the hub refused of a draft stays in this tab until it was taken: whoever goes to
// another page and comes back finds every word again. It ends with the tab.
import type { DraftBody } from '../../api/types';
import type { Form } from './form';

/** The form as it was typed, and the body that it was typed on; none for one that was never saved. */
export interface Refused { base?: DraftBody; form: Form }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** A draft that has no number yet is known by its kind. */
export const place = (id: string | undefined, kind: string) => `hub.refused.${id ?? `new.${kind}`}`;

const here = (): Store | undefined => { try { return sessionStorage; } catch { return undefined; } };

export function keepRefused(at: string, r: Refused, store = here()): void {
  try { store?.setItem(at, JSON.stringify(r)); } catch { /* it is on the page, as long as the page is there */ }
}

export function dropRefused(at: string, store = here()): void {
  try { store?.removeItem(at); } catch { /* nothing is kept */ }
}

export function takeRefused(at: string, store = here()): Refused | undefined {
  try {
    const text = store?.getItem(at);
    const r = text ? JSON.parse(text) as Partial<Refused> : undefined;
    return r?.form && Array.isArray(r.form.parties) && Array.isArray(r.form.items) && typeof r.form.title === 'string' ? { ...(r.base ? { base: r.base } : {}), form: r.form } : undefined;
  } catch {
    return undefined;
  }
}
