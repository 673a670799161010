// The draft as it is being typed. A row without its name stays on the page and is
// not sent; everything else is sent as it is.
import type { DraftBody, DraftContent, DraftItem, DraftParty, Referral } from '../../api/types';

export interface PartyForm extends DraftParty { key: number; charges: Array<{ key: number; offence: string; article: string }> }
export interface ItemForm extends DraftItem { key: number }
export interface Form { title: string; content: DraftContent; parties: PartyForm[]; items: ItemForm[] }

let key = 1;
export const newKey = () => key++;

export const newCharge = () => ({ key: newKey(), offence: '', article: '' });
export const newParty = (): PartyForm => ({ key: newKey(), kind: 'enterprise', name: '', credit_code: '', id_number: '', note: '', charges: [newCharge()] });
export const newItem = (): ItemForm => ({ key: newKey(), name: '', quantity: '', feature: '', place: '', seized_on: '' });

export const emptyForm = (): Form => ({ title: '', content: {}, parties: [newParty()], items: [] });

/** The same form with rows that no later row is taken for: numbers of rows begin again with every load of the page. */
export const rekeyed = (f: Form): Form => ({
  ...f, parties: f.parties.map((p) => ({ ...p, key: newKey(), charges: p.charges.map((c) => ({ ...c, key: newKey() })) })), items: f.items.map((i) => ({ ...i, key: newKey() })),
});

/** What the reviewers and the head wrote is not the drafter's to send. */
const theirs = new Set(['enforcement_view', 'legal_view', 'head_view']);

export function formOf(r: Referral): Form {
  return {
    title: r.title,
    content: { ...r.content },
    parties: r.parties.map((p) => ({
      key: newKey(), kind: p.kind, name: p.name, credit_code: p.credit_code ?? '', id_number: p.id_number ?? '', note: p.note ?? '',
      charges: p.charges.map((c) => ({ key: newKey(), offence: c.offence, article: c.article ?? '' })),
    })),
    items: r.items.map((i) => ({ key: newKey(), name: i.name, quantity: i.quantity ?? '', feature: i.feature ?? '', place: i.place ?? '', seized_on: i.seized_on ?? '' })),
  };
}

/** Drops what is empty, so that two drafts that say the same are equal. */
function filled<T extends object>(o: T): T {
  return Object.fromEntries(Object.entries(o).filter(([k, v]) => v !== '' && v !== undefined && v !== false && v !== 0 && !theirs.has(k))) as T;
}

export const named = (p: PartyForm) => p.kind === 'unknown' || p.name.trim() !== '';

export function bodyOf(f: Form): DraftBody {
  return {
    title: f.title.trim(),
    content: filled(f.content),
    parties: f.parties.filter(named).map((p) => filled({
      kind: p.kind, name: p.name.trim(), note: p.note?.trim(),
      credit_code: p.kind === 'enterprise' ? p.credit_code?.trim() : undefined, id_number: p.kind === 'enterprise' ? undefined : p.id_number?.trim(),
      charges: p.charges.filter((c) => c.offence.trim() !== '').map((c) => filled({ offence: c.offence.trim(), article: c.article.trim() })),
    })).map((p) => ({ ...p, name: p.name ?? '' })),
    items: f.items.filter((i) => i.name.trim() !== '').map(({ key: _, ...i }) => filled({ ...i, name: i.name.trim() })),
  };
}

export const same = (a: DraftBody, b: DraftBody) => JSON.stringify(canonical(a)) === JSON.stringify(canonical(b));

function canonical(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(canonical);
  if (v && typeof v === 'object') return Object.fromEntries(Object.entries(v).sort(([a], [b]) => a.localeCompare(b)).map(([k, x]) => [k, canonical(x)]));
  return v;
}

export type Part = 'title' | 'content' | 'parties' | 'items';

/** Which parts of a draft differ: said to a drafter whose colleague was quicker. */
export function changed(a: DraftBody, b: DraftBody): Part[] {
  return (['title', 'parties', 'content', 'items'] as Part[]).filter((p) => JSON.stringify(canonical(a[p])) !== JSON.stringify(canonical(b[p])));
}

/** What the head cannot be asked without. */
export type Gap = 'title' | 'parties' | 'charges' | 'facts' | 'team';

export function gaps(f: Form): Gap[] {
  const b = bodyOf(f);
  const out: Gap[] = [];
  if ([...b.title].length < 2) out.push('title');
  if (!b.parties?.length) out.push('parties');
  if (!b.parties?.length || b.parties.some((p) => !p.charges?.length)) out.push('charges');
  if (!b.content?.facts?.trim()) out.push('facts');
  if ((b.content?.investigators ?? 0) < 2) out.push('team');
  return out;
}

/** Errors of the hub by the row that is on the page: rows that were not sent shift the count. */
export function errorsOf(f: Form, list: Array<{ location: string; message: string }>): Map<string, string> {
  const rows = f.parties.filter(named);
  const items = f.items.filter((i) => i.name.trim() !== '');
  const out = new Map<string, string>();
  for (const e of list) {
    const path = e.location.replace(/^body\./, '')
      .replace(/^parties\[(\d+)\]/, (_, n: string) => `party.${rows[Number(n)]?.key ?? 0}`)
      .replace(/^items\[(\d+)\]/, (_, n: string) => `item.${items[Number(n)]?.key ?? 0}`);
    out.set(path, e.message);
  }
  return out;
}
