// The live stream. Browsers allow six connections to one origin, so of all open
// tabs only one listens and tells the others.
import type { QueryClient } from '@tanstack/react-query';
import { send } from './http';

const name = 'hub-stream';

/** Refetches what is on the page whenever something of my organ changed. */
export function listen(cache: QueryClient): () => void {
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
  let pending: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  let release: (() => void) | undefined;

  const refresh = () => {
    pending ??= setTimeout(() => {
      pending = undefined;
      void cache.invalidateQueries({ predicate: (q) => q.meta?.['still'] !== true });
    }, 300);
  };
  if (channel) channel.onmessage = refresh;

  const lead = () => new Promise<void>((resolve) => {
    if (stopped) return resolve();
    const source = new EventSource('/v1/stream');
    source.addEventListener('changed', () => {
      refresh();
      channel?.postMessage('changed');
    });
    source.onerror = () => {
      // Closed for good means refused: if the login has ended, this says so.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => void send('/v1/me').catch(() => undefined), 1000);
    };
    release = () => { source.close(); resolve(); };
  });
  if (navigator.locks) void navigator.locks.request(name, lead);
  else void lead();

  return () => {
    stopped = true;
    release?.();
    channel?.close();
    clearTimeout(pending);
  };
}
