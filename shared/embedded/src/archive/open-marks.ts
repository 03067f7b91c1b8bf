import { open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { type DurableFolders, syncFolder } from '../object-store/durable.ts';
import { ifThere } from '../object-store/file-failure.ts';

/** Where files being appended to are listed: `~` is in no object key. */
export const marksFolder = '~open';

const digits = 16;

/** That a file is being appended to, and up to where its bytes are known to be durable. */
export interface Mark {
  /** Notes the durable length. Not synced: after a power cut it may be too small, never too large, and the rest is read again. */
  note(length: number): Promise<void>;
  /** The file is whole and closed. */
  remove(): Promise<void>;
}

const separator = '@';
const markName = (owner: string, key: string): string => `${owner}${separator}${key.replaceAll('/', '~')}`;

/** Marks a file (by its key) as being appended to by `owner`; durable before the first byte of the file is. */
export const placeMark = async (
  folders: DurableFolders,
  owner: string,
  key: string,
  length: number,
): Promise<Mark> => {
  const folder = await folders.ensure(marksFolder);
  const file = path.join(folder, markName(owner, key));
  const handle = await open(file, 'w');
  const note = async (at: number): Promise<void> => {
    await handle.write(String(at).padStart(digits, '0'), 0);
  };
  try {
    await note(length);
    await handle.sync();
    await syncFolder(folder);
  } catch (error) {
    await handle.close();
    throw error;
  }
  const remove = async (): Promise<void> => {
    await handle.close();
    await rm(file, { force: true });
  };
  return { note, remove };
};

/** A mark that a run before left, because it was killed. */
export interface LeftMark {
  readonly key: string;
  readonly durable: number;
  readonly file: string;
}

const readLength = async (file: string): Promise<number> => {
  const handle = await open(file, 'r');
  try {
    const text = await handle.readFile('utf8');
    return /^\d{16}$/.test(text) ? Number(text) : 0;
  } finally {
    await handle.close();
  }
};

/** The marks that an owner left below a root. */
export const leftMarks = async (root: string, owner: string): Promise<readonly LeftMark[]> => {
  const folder = path.join(root, marksFolder);
  const names = (await ifThere(() => readdir(folder))) ?? [];
  const marks: LeftMark[] = [];
  for (const name of names.filter((found) => found.startsWith(`${owner}${separator}`))) {
    const file = path.join(folder, name);
    const key = name.slice(owner.length + 1).replaceAll('~', '/');
    marks.push({ key, durable: await readLength(file), file });
  }
  return marks;
};

/** Up to where a file is known to be durable while some writer has it open, or was killed while it had; undefined when it is whole. */
export const durableLength = async (root: string, key: string): Promise<number | undefined> => {
  const folder = path.join(root, marksFolder);
  const names = (await ifThere(() => readdir(folder))) ?? [];
  const mark = names.find((name) => name.endsWith(`${separator}${key.replaceAll('/', '~')}`));
  return mark === undefined ? undefined : ifThere(() => readLength(path.join(folder, mark)));
};

/** True while some writer has the file open, or was killed while it had. */
export const isMarked = async (root: string, key: string): Promise<boolean> =>
  (await durableLength(root, key)) !== undefined;
