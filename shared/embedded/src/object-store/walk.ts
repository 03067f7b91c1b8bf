import { type Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { objectKeyFault } from '@sluice/core/layout';
import { ifThere } from './file-failure.ts';

/** A folder sorts as its name with the slash that follows it in the keys below it: `a.b` before `a/c`. */
const sortName = (entry: Dirent): string => (entry.isDirectory() ? `${entry.name}/` : entry.name);

/** Keys are ASCII, so that text order is byte order. */
const byKey = (a: Dirent, b: Dirent): number => (sortName(a) < sortName(b) ? -1 : 1);

const mayHold = (key: string, prefix: string): boolean => key.startsWith(prefix) || prefix.startsWith(key);

/** Keys below `relative` (a folder, `''` for the root) that start with the prefix, ascending by bytes; one folder is in memory at a time. */
export async function* keysBelow(root: string, relative: string, prefix: string): AsyncGenerator<string> {
  const entries = await ifThere(() => readdir(path.join(root, relative), { withFileTypes: true }));
  for (const entry of (entries ?? []).sort(byKey)) {
    const key = relative === '' ? entry.name : `${relative}/${entry.name}`;
    if (objectKeyFault(key) !== undefined) continue; // ours (`~incoming`), or nobody's
    if (entry.isDirectory()) {
      if (mayHold(`${key}/`, prefix)) yield* keysBelow(root, key, prefix);
    } else if (key.startsWith(prefix)) yield key;
  }
}
