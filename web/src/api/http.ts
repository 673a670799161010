// One request to the hub: language, login, problem documents.
import { currentLang } from '../i18n/lang';
import { readRefusal, Refusal } from './problem';

export interface Call {
  method?: string;
  body?: unknown; // sent as JSON unless it is a Blob
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Sends the reader to the login page and back to where they are. */
export function toLogin(): void {
  const here = location.pathname + location.search;
  if (location.pathname !== '/login') location.assign(`/login?return_to=${encodeURIComponent(here)}`);
}

export async function send<T>(path: string, call: Call = {}): Promise<T> {
  const headers: Record<string, string> = { 'Accept-Language': currentLang(), ...call.headers };
  let body: BodyInit | undefined;
  if (call.body instanceof Blob) body = call.body;
  else if (call.body !== undefined) {
    body = JSON.stringify(call.body);
    headers['Content-Type'] = 'application/json';
  }
  const response = await fetch(path, { method: call.method ?? 'GET', headers, body, signal: call.signal, credentials: 'same-origin' });
  if (!response.ok) {
    const refusal = await readRefusal(response);
    if (response.status === 401) toLogin();
    throw refusal;
  }
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

/** A key for one intent of a person; every retry of it carries the same one. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6]! & 0x0f) | 0x40;
  b[8] = (b[8]! & 0x3f) | 0x80;
  const hex = [...b].map((x) => x.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/**
 * Keeps one key as long as the same content is sent, so that a retry after a
 * lost answer changes nothing, and a corrected form is a new intent.
 */
export class Intent {
  private content = '';
  private key = '';

  keyFor(body: unknown): string {
    const content = JSON.stringify(body);
    if (content !== this.content || this.key === '') {
      this.content = content;
      this.key = newKey();
    }
    return this.key;
  }

  done(): void {
    this.key = '';
  }
}

export const etag = (version: number) => `"${version}"`;

/** Runs a request again while no answer comes; a refusal is final. */
export async function patient<T>(run: () => Promise<T>, tries = 4, pause = 800): Promise<T> {
  for (let i = 1; ; i++) {
    try {
      return await run();
    } catch (err) {
      const final = err instanceof Refusal && err.problem.status !== 503 && err.problem.status !== 502;
      if (final || i >= tries) throw err;
      await new Promise((r) => setTimeout(r, pause * 2 ** (i - 1)));
    }
  }
}
