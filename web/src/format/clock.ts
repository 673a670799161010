// The server's clock. A reader's machine may be hours off; every light is
// computed with the offset that the last answer showed.
import { useSyncExternalStore } from 'react';

let offset = 0;

/** Notes the server's time of an answer that just arrived. */
export function observe(serverNow: string): void {
  const at = Date.parse(serverNow);
  if (Number.isNaN(at)) return;
  const before = offset;
  offset = at - Date.now();
  if (Math.abs(offset - before) > 1000) shown = now(); // before anything is drawn by the machine's own clock
}

export function now(): Date {
  return new Date(Date.now() + offset);
}

// One timer for everything that shows time: a list has thousands of lights.
const everyMs = 30_000;
const watchers = new Set<() => void>();
let shown = now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  shown = now();
  for (const w of watchers) w();
}

function watchTime(w: () => void): () => void {
  watchers.add(w);
  if (watchers.size === 1) {
    shown = now();
    timer = setInterval(tick, everyMs);
  }
  return () => {
    watchers.delete(w);
    if (watchers.size === 0) clearInterval(timer);
  };
}

/** The server's time, renewed often enough for a light that counts minutes. */
export function useNow(): Date {
  return useSyncExternalStore(watchTime, () => shown);
}
