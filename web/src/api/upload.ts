// Takes a file into a case: digest first, then in pieces that a lost connection
// does not lose. The same file picked again goes on where it stopped.
import { Refusal } from './problem';
import { send } from './http';
import type { EvidenceView, Referral, UploadState } from './types';

export interface Progress { phase: 'hashing' | 'sending' | 'waiting'; part: number }

export interface Upload {
  evidence: EvidenceView;
  known: boolean; // it was in the case already
}

const piece = 4 << 20;
const small = 256 << 10; // one request is enough below this

export function digest(file: File, on: (p: Progress) => void, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./hash.worker.ts', import.meta.url), { type: 'module' });
    const end = () => worker.terminate();
    signal.addEventListener('abort', () => { end(); reject(new DOMException('aborted', 'AbortError')); });
    worker.onmessage = (e: MessageEvent<{ done?: number; hex?: string; error?: string }>) => {
      if (e.data.hex) { end(); resolve(e.data.hex); }
      else if (e.data.error) { end(); reject(new Error(e.data.error)); }
      else on({ phase: 'hashing', part: (e.data.done ?? 0) / Math.max(file.size, 1) });
    };
    worker.onerror = (e) => { end(); reject(new Error(e.message)); };
    worker.postMessage(file);
  });
}

const memory = {
  key: (referral: string, sum: string) => `hub.upload.${referral}.${sum}`,
  get: (key: string) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key: string, id: string) => { try { localStorage.setItem(key, id); } catch { /* resumes only on this page */ } },
  drop: (key: string) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
};

async function begin(referral: string, file: File, key: string): Promise<UploadState> {
  const old = memory.get(key);
  if (old) {
    try {
      const state = await send<UploadState>(`/v1/uploads/${old}`);
      if (state.size === file.size) return state;
    } catch (err) {
      if (!(err instanceof Refusal)) throw err; // no answer: the upload may still be there
    }
    memory.drop(key);
  }
  const state = await send<UploadState>(`/v1/referrals/${referral}/uploads`, { method: 'POST', body: { name: file.name, size: file.size } });
  memory.set(key, state.id);
  return state;
}

const online = (signal: AbortSignal, ms: number) => new Promise<void>((resolve) => {
  const timer = setTimeout(done, ms);
  function done() { clearTimeout(timer); removeEventListener('online', done); signal.removeEventListener('abort', done); resolve(); }
  addEventListener('online', done);
  signal.addEventListener('abort', done);
});

// What asking again how far it came puts right; any other refusal is one, and is shown at once.
const passing = ['evidence.offset', 'evidence.upload_busy', 'evidence.incomplete'];

/** Whether an upload tries again by itself after what went wrong. */
export function goesOn(err: unknown): boolean {
  return !(err instanceof Refusal) || passing.includes(err.problem.code) || err.problem.status >= 502;
}

/** Uploads one file; it goes on by itself after the network drops. */
export async function upload(referral: string, file: File, present: EvidenceView[], on: (p: Progress) => void, signal: AbortSignal): Promise<Upload> {
  on({ phase: 'hashing', part: 0 });
  const sum = await digest(file, on, signal);
  const twin = present.find((e) => e.sha256 === sum);
  if (twin) return { evidence: twin, known: true };
  if (file.size === 0) throw new Error('empty');

  const key = memory.key(referral, sum);
  let pause = 1000;
  let lost = false;
  for (;;) {
    try {
      if (lost) { // the answer may have been lost after the file was taken in
        const { evidence } = await send<Referral>(`/v1/referrals/${referral}`, { signal });
        const arrived = evidence.find((e) => e.sha256 === sum);
        if (arrived) return { evidence: arrived, known: false };
      }
      if (file.size <= small) {
        on({ phase: 'sending', part: 0.3 });
        const evidence = await send<EvidenceView>(`/v1/referrals/${referral}/evidence`, {
          method: 'POST', body: file.slice(0, file.size, 'application/octet-stream'), headers: { 'X-File-Name': encodeURIComponent(file.name), 'Content-Type': 'application/octet-stream' }, signal,
        });
        return { evidence, known: false };
      }
      let state = await begin(referral, file, key);
      while (state.offset < file.size) {
        on({ phase: 'sending', part: state.offset / file.size });
        state = await send<UploadState>(`/v1/uploads/${state.id}`, {
          method: 'PATCH', body: file.slice(state.offset, state.offset + piece, 'application/octet-stream'),
          headers: { 'Upload-Offset': String(state.offset), 'Content-Type': 'application/octet-stream' }, signal,
        });
        pause = 1000;
      }
      on({ phase: 'sending', part: 1 });
      const evidence = await send<EvidenceView>(`/v1/uploads/${state.id}/finish`, { method: 'POST', body: { sha256: sum }, signal });
      memory.drop(key);
      return { evidence, known: false };
    } catch (err) {
      if (signal.aborted) throw err;
      if (!goesOn(err) || pause > 60_000) throw err;
      lost = true;
      on({ phase: 'waiting', part: 0 });
      await online(signal, pause);
      pause *= 2;
    }
  }
}
