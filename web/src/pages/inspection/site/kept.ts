// What a telephone keeps of a visit until the hub has it: the record and the photos, by
// person and visit, in the browser's own database. It is gone once it was taken.
import type { Kept } from './draft';

export interface KeptFile { id: number; of: string; name: string; file: Blob; sha256: string }

const stores = { drafts: 'drafts', files: 'files' } as const;
let opened: Promise<IDBDatabase> | undefined;

function database(): Promise<IDBDatabase> {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('hub.site', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(stores.drafts);
      asked.result.createObjectStore(stores.files, { keyPath: 'id', autoIncrement: true }).createIndex('of', 'of');
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => { opened = undefined; reject(asked.error ?? new Error('no storage')); };
  });
  return opened;
}

async function run<T>(store: keyof typeof stores, mode: IDBTransactionMode, f: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await database();
  return new Promise((resolve, reject) => {
    const tx = db.transaction(stores[store], mode);
    const asked = f(tx.objectStore(stores[store]));
    tx.oncomplete = () => resolve(asked.result);
    tx.onerror = tx.onabort = () => reject(tx.error ?? asked.error ?? new Error('storage failed'));
  });
}

/** Whose draft of which visit: the next person at the same device does not see it. */
export const place = (person: string, check: string) => `${person}/${check}`;

export const takeDraft = (of: string) => run<Kept | undefined>('drafts', 'readonly', (s) => s.get(of));
export const keepDraft = (of: string, k: Kept) => run('drafts', 'readwrite', (s) => s.put(k, of));
export const dropDraft = (of: string) => run('drafts', 'readwrite', (s) => s.delete(of));
export const takeFiles = (of: string) => run<KeptFile[]>('files', 'readonly', (s) => s.index('of').getAll(of));
export const keepFile = (f: Omit<KeptFile, 'id'>) => run('files', 'readwrite', (s) => s.add(f));
export const dropFile = (id: number) => run('files', 'readwrite', (s) => s.delete(id));
