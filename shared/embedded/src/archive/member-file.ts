import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { type DurableFolders, syncFolder } from '../object-store/durable.ts';
import { ifThere } from '../object-store/file-failure.ts';
import { endOfMembers } from './members.ts';
import { leftMarks, type Mark, placeMark } from './open-marks.ts';

/** A `.json.gz` file that gzip members are appended to. One append at a time. */
export interface MemberFile {
  readonly key: string;
  /** Bytes that are durable. */
  readonly length: number;
  /** Appends whole gzip members; durable when it resolves. After an error nothing of them is in the file. */
  append(members: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}

const writeAll = async (file: FileHandle, bytes: Uint8Array, position: number): Promise<void> => {
  let written = 0;
  while (written < bytes.length) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, position + written);
    written += bytesWritten;
  }
};

/** Opens for reading and writing without truncating, made when absent. */
const openFile = async (file: string): Promise<FileHandle> =>
  (await ifThere(() => open(file, 'r+'))) ?? (await open(file, 'w+'));

/** Appends to an open file: all of the bytes durably, or, after an error, none of them. */
const appender = (file: FileHandle, size: number, mark: Mark) => {
  let length = size;
  /** False when bytes that were not acknowledged may follow the length. */
  let isClean = true;
  const cutOff = async (): Promise<void> => {
    if (!isClean) await file.truncate(length);
    isClean = true;
  };
  const append = async (members: readonly Uint8Array[]): Promise<void> => {
    await cutOff();
    const bytes = Buffer.concat(members);
    isClean = false;
    await writeAll(file, bytes, length);
    await file.datasync();
    isClean = true;
    length += bytes.length;
    await mark.note(length).catch(() => undefined); // a hint: too small is right as well
  };
  return {
    length: () => length,
    append: async (members: readonly Uint8Array[]): Promise<void> => {
      try {
        await append(members);
      } catch (error) {
        // Now or before the next append: a torn member in the middle would hide what follows from zcat.
        await cutOff().catch(() => undefined);
        throw error;
      }
    },
    close: async (): Promise<void> => {
      try {
        await cutOff();
      } finally {
        await file.close();
      }
    },
  };
};

/**
 * Opens or makes the file of a key below `root`, marked as being appended to by `owner`.
 * Nobody else may append to it meanwhile; readers may read.
 */
export const openMemberFile = async (
  root: string,
  folders: DurableFolders,
  owner: string,
  key: string,
): Promise<MemberFile> => {
  const folder = await folders.ensure(path.dirname(key));
  const file = await openFile(path.join(root, key));
  try {
    const size = await endOfMembers(file, 0); // of a new file 0; of one opened again, what whole members it has
    await file.truncate(size);
    const mark = await placeMark(folders, owner, key, size);
    await syncFolder(folder);
    const { length, append, close } = appender(file, size, mark);
    return {
      key,
      get length() {
        return length();
      },
      append,
      close: async () => {
        await close();
        if (length() === 0) await rm(path.join(root, key), { force: true }); // zcat calls an empty file torn
        await mark.remove();
      },
    };
  } catch (error) {
    await file.close();
    throw error;
  }
};

const mend = async (root: string, key: string, durable: number): Promise<void> => {
  const name = path.join(root, key);
  const file = await ifThere(() => open(name, 'r+'));
  if (file === undefined) return;
  try {
    const { size } = await file.stat();
    const end = await endOfMembers(file, Math.min(durable, size));
    if (end < size) await file.truncate(end);
    await file.sync();
    if (end === 0) await rm(name);
  } finally {
    await file.close();
  }
};

/**
 * Mends what `owner` was appending to when it was killed: a torn last member, which was never acknowledged, is cut off.
 * Call it when no one else runs under that owner's name.
 */
export const mendMembers = async (root: string, owner: string): Promise<void> => {
  for (const mark of await leftMarks(root, owner)) {
    await mend(root, mark.key, mark.durable);
    await rm(mark.file, { force: true });
  }
};
