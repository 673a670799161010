// Days and times as people type them. The browser's own field shows 09/30/2026 or
// 30/09/2026 by the machine's language: on a legal paper that is a trap.

const full = /^(\d{4})\D{1,3}(\d{1,2})\D{1,3}(\d{1,2})\D{0,2}$/;
const digits = /^(\d{4})(\d{2})(\d{2})$/;

/** Reads 2026-09-30, 2026.9.30, 2026年9月30日 or 20260930; undefined if it is no day. */
export function readDay(text: string): string | undefined {
  const m = full.exec(text.trim()) ?? digits.exec(text.trim());
  if (!m) return undefined;
  const [y, mo, d] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const at = new Date(Date.UTC(y, mo - 1, d));
  if (y < 1900 || at.getUTCMonth() !== mo - 1 || at.getUTCDate() !== d) return undefined;
  return at.toISOString().slice(0, 10);
}

/** Reads 9:05, 09:05, 0905 or 9时5分; undefined if it is no time. */
export function readTime(text: string): string | undefined {
  const m = /^(\d{1,2})[:：时](\d{1,2})分?$/.exec(text.trim()) ?? /^(\d{1,2})(\d{2})$/.exec(text.trim());
  if (!m || Number(m[1]) > 23 || Number(m[2]) > 59) return undefined;
  return `${m[1]!.padStart(2, '0')}:${m[2]!.padStart(2, '0')}`;
}
