import type { ReporterBody, ScanFind } from '../../api/lead';

/** What stands where something was sealed; the hub writes the same. */
export const mark = '〔举报人信息已密封〕';

/** A find is known by what and where it is, so that a choice outlives the next look. */
export const keyOf = (f: ScanFind) => `${f.kind}:${f.text}`;

/** The text without the finds that are to be sealed. Places count characters, not UTF-16 units. */
export function masked(text: string, finds: ScanFind[]): string {
  const chars = Array.from(text);
  let out = '';
  let at = 0;
  for (const f of finds) {
    if (f.from < at || f.to > chars.length) continue;
    out += chars.slice(at, f.from).join('');
    if (!out.replace(/[ ，、,；;：:]+$/, '').endsWith(mark)) out += mark; // one mark for finds in a row
    at = f.to;
  }
  return out + chars.slice(at).join('');
}

/** The sealed data, kind by kind; undefined when there is nothing to seal. */
export function reporterOf(finds: ScanFind[], note: string): ReporterBody | undefined {
  const all = (kind: ScanFind['kind']) => [...new Set(finds.filter((f) => f.kind === kind).map((f) => f.text))].join('、');
  const body: ReporterBody = {};
  for (const [name, value] of [['name', all('name')], ['phone', all('phone')], ['identity_no', all('identity_no')], ['account', all('account')], ['note', note.trim()]] as const) if (value) body[name] = value;
  return Object.keys(body).length > 0 ? body : undefined;
}
