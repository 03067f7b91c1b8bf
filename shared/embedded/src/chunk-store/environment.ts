import { closeSync, existsSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { open, type RootDatabase } from 'lmdb';
import { errorCode } from '../object-store/file-failure.ts';

/** Where an environment's readers are kept. */
const lockFile = (file: string): string => `${file}-lock`;

/** Room for some 700 readers: LMDB takes the table's size from the file when there is one. */
const lockBytes = 48 * 1024;

/** Address space for an environment, not disk: LMDB moves the map when data outgrows it, which this makes rare. */
const mapBytes = 64 * 1024 ** 3;

export const syncFolderNow = (folder: string): void => {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/**
 * Makes the lock file with its blocks on disk. LMDB makes it sparse and writes to it through a memory map, which on a full disk kills
 * the process (SIGBUS) where we want an error. Linked whole into its place: another process may be opening at the same time.
 */
const reserveLock = (file: string): void => {
  const lock = lockFile(file);
  if (existsSync(lock)) return;
  const whole = `${lock}.${process.pid}-${threadId}~`;
  const handle = openSync(whole, 'w');
  try {
    const zeros = Buffer.alloc(lockBytes);
    for (let at = 0; at < lockBytes;) at += writeSync(handle, zeros, at, lockBytes - at);
    fsyncSync(handle);
    linkSync(whole, lock);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    closeSync(handle);
    rmSync(whole, { force: true });
  }
};

/**
 * Opens or makes an LMDB environment in one file. A commit is synced before it returns (`overlappingSync: false`; measured to be
 * as fast for our batches, and then "committed" and "durable" are one thing). Always for writing, also by readers: the threads of a process share the
 * environment of a file with the rights of the first.
 */
export const openEnvironment = (file: string): RootDatabase<Buffer> => {
  reserveLock(file);
  return open<Buffer>({ path: file, maxDbs: 4, mapSize: mapBytes, overlappingSync: false });
};

/** Removes the files of an environment. Who has it open keeps reading what was in it. */
export const removeEnvironment = (file: string): void => {
  rmSync(file, { force: true });
  rmSync(lockFile(file), { force: true });
  syncFolderNow(path.dirname(file));
};
