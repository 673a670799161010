// Files that are dropped on a page, wherever on it.
import { useEffect, useRef, useState } from 'react';

/** Takes files dropped anywhere on the page; true while they hover over it. */
export function useDropAnywhere(open: boolean, take: (files: File[]) => void): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const carries = (e: DragEvent) => e.dataTransfer?.types.includes('Files') === true;
    const dragover = (e: DragEvent) => {
      if (!carries(e)) return;
      e.preventDefault(); // also where nothing is taken: the browser would leave the page and open the file
      setOver(open);
    };
    const dragleave = (e: DragEvent) => { if (e.relatedTarget === null) setOver(false); };
    const drop = (e: DragEvent) => {
      if (!carries(e)) return;
      e.preventDefault();
      setOver(false);
      if (open) void filesOf(e.dataTransfer!).then((files) => latest.current(files));
    };
    addEventListener('dragover', dragover);
    addEventListener('dragleave', dragleave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', dragover);
      removeEventListener('dragleave', dragleave);
      removeEventListener('drop', drop);
    };
  }, [open]);
  return over;
}

const paths = new WeakMap<File, string>();

/** Where a file stood in the folder that was dropped or picked; its name, where it came alone. */
export const pathOf = (file: File): string => paths.get(file) ?? (file.webkitRelativePath || file.name);

/** Everything that was dropped, folders included: an exported case folder comes as one directory. */
export async function filesOf(data: DataTransfer): Promise<File[]> {
  const entries = [...data.items].map((i) => i.webkitGetAsEntry?.()).filter((e): e is FileSystemEntry => Boolean(e));
  if (entries.length === 0) return [...data.files];
  const out: File[] = [];
  for (const entry of entries) await walk(entry, out);
  return out.filter((f) => !f.name.startsWith('.') && f.name !== 'Thumbs.db');
}

async function walk(entry: FileSystemEntry, out: File[]): Promise<void> {
  if (out.length >= 1000) return; // one case folder, not a whole disk
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    paths.set(file, entry.fullPath.replace(/^\//, ''));
    out.push(file);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) { // a reader gives a hundred entries at a time
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const e of part) await walk(e, out);
  }
}
