// What the page itself can say about a form before it asks the hub.
export const goodCode = (s: string) => /^[a-z0-9][a-z0-9-]{1,40}$/.test(s);
export const goodRegion = (s: string) => /^[0-9]{6}$/.test(s);
export const goodEmail = (s: string) => s === '' || /^[^\s@]+@[^\s@]+$/.test(s);
export const goodPhone = (s: string) => s === '' || /^\+?[0-9][0-9 ()-]{2,28}$/.test(s);

export interface AgencyValues {
  code: string; name: string; short_name: string; sector: string; level: string; region: string; superior: string; acts_for: string; doc_prefix: string; email: string; phone: string; closed_on: string;
}

export const agencyFields = ['code', 'name', 'short_name', 'sector', 'level', 'region', 'superior', 'acts_for', 'doc_prefix', 'email', 'phone', 'closed_on'] as const;

export const emptyAgency: AgencyValues = { code: '', name: '', short_name: '', sector: '', level: 'county', region: '', superior: '', acts_for: '', doc_prefix: '', email: '', phone: '', closed_on: '' };

/** An organ as the form holds it: everything is text, nothing is absent. */
export function agencyValues(a: Partial<Record<keyof AgencyValues, string>>): AgencyValues {
  const v = { ...emptyAgency };
  for (const f of agencyFields) v[f] = a[f] ?? '';
  return v;
}

/** The fields in which two sets of values differ. */
export const changed = <T extends object>(a: T, b: T): Array<keyof T> => (Object.keys(a) as Array<keyof T>).filter((k) => a[k] !== b[k]);

export const trimmed = <T extends object>(v: T): T => Object.fromEntries(Object.entries(v).map(([k, x]) => [k, typeof x === 'string' ? x.trim() : x])) as T;
