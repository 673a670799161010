/** A size as file managers show it. */
export function sizeWords(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  let n = bytes;
  let i = 0;
  while (n >= 1024 && i < units.length - 1) { n /= 1024; i++; }
  return `${i === 0 || n >= 100 ? Math.round(n) : n.toFixed(1)} ${units[i]}`;
}

/** Fen as yuan. */
export function yuan(fen: number): string {
  return (fen / 100).toFixed(2);
}

/** Yuan as a person types it, in fen, without rounding; 0 if it is no amount. */
export function fenOf(typed: string): number {
  const m = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(typed.trim());
  return m ? Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0')) : 0;
}
