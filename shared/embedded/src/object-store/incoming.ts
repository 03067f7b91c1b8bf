import { open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import { ifThere } from './file-failure.ts';

/** Where puts in progress are written: `~` is in no key, so no object is ever mistaken for one. */
export const incomingFolder = '~incoming';

const crashedAfterMs = 3_600_000;
let count = 0;

/** The name of a file for one put: unique over the threads and processes that live now, and it tells the process. */
export const incomingName = (): string => `${process.pid}-${threadId}-${(count += 1)}`;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};

/** Writes a whole file and makes its bytes durable; its name is durable only after the folder is synced. */
export const writeDurably = async (file: string, body: Uint8Array): Promise<void> => {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(body);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** The file system's own clock: comparing a file's age with another clock would be wrong on a shared disk. */
const now = async (folder: string): Promise<number> => {
  const probe = path.join(folder, incomingName());
  await writeDurably(probe, new Uint8Array());
  const { mtimeMs } = await stat(probe);
  await rm(probe, { force: true });
  return mtimeMs;
};

/**
 * Removes what crashed puts left: files of processes that are gone, and files older than an hour (a process id may be reused,
 * always in a container; a put takes milliseconds).
 */
export const cleanIncoming = async (folder: string): Promise<void> => {
  const names = (await ifThere(() => readdir(folder))) ?? [];
  if (names.length === 0) return;
  const at = await now(folder);
  for (const name of names) {
    const file = path.join(folder, name);
    const info = await ifThere(() => stat(file));
    if (info === undefined) continue;
    if (!isAlive(Number.parseInt(name, 10)) || at - info.mtimeMs > crashedAfterMs)
      await rm(file, { force: true });
  }
};
