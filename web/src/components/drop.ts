// Everything that was dropped, folders included: an exported case folder comes
// as one directory.
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
    out.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) { // a reader gives a hundred entries at a time
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (part.length === 0) return;
    for (const e of part) await walk(e, out);
  }
}
