import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';

/** Makes a folder's entries durable: without it a file that was made, renamed or removed may be undone by a power cut. */
export const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Folders below a root, made and synced once. */
export interface DurableFolders {
  /** The absolute path of a folder below the root, which exists durably when this resolves. */
  ensure(relative: string): Promise<string>;
}

/**
 * Folders below `root`. Each is synced by this process even when another made it: the other may not have come to it yet.
 * @param root absolute or relative path; made when absent
 */
export const durableFolders = (root: string): DurableFolders => {
  const known = new Map<string, Promise<string>>();
  const make = async (relative: string): Promise<string> => {
    const folder = path.join(root, relative);
    const parent = path.dirname(relative);
    const above = relative === '.' ? path.dirname(path.resolve(root)) : await ensure(parent);
    await mkdir(folder, { recursive: true });
    await syncFolder(above);
    return folder;
  };
  const ensure = (relative: string): Promise<string> => {
    const found = known.get(relative);
    if (found !== undefined) return found;
    const made = make(relative);
    known.set(relative, made);
    made.catch(() => known.delete(relative));
    return made;
  };
  return { ensure: (relative) => ensure(relative === '' ? '.' : path.normalize(relative)) };
};
