import { useSyncExternalStore } from 'react';

function watch(f: () => void): () => void {
  addEventListener('online', f);
  addEventListener('offline', f);
  return () => { removeEventListener('online', f); removeEventListener('offline', f); };
}

/** Whether the browser believes that there is a network. */
export const useOnline = () => useSyncExternalStore(watch, () => navigator.onLine);
