// The server's clock. A reader's machine may be hours off; every light is
// computed with the offset that the last answer showed.
import { useEffect, useState } from 'react';

let offset = 0;

/** Notes the server's time of an answer that just arrived. */
export function observe(serverNow: string): void {
  const at = Date.parse(serverNow);
  if (!Number.isNaN(at)) offset = at - Date.now();
}

export function now(): Date {
  return new Date(Date.now() + offset);
}

/** The server's time, renewed often enough for a light that counts minutes. */
export function useNow(everyMs = 30_000): Date {
  const [at, set] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => set(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return at;
}
