import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { errorPrefix } from '@sluice/core/layout';
import { hourOf } from '@sluice/core/time';
import { type MemberFile, mendMembers, openMemberFile } from '../archive/member-file.ts';
import { type DurableFolders } from '../object-store/durable.ts';
import { ifThere } from '../object-store/file-failure.ts';
import type { ErrorSinkOptions } from './error-sink.ts';
import type { ErrorStore } from './error-store.ts';

/** Appends to the files of one error store, one open file at a time, by the hour of the put. */
export interface StoreWriter {
  /** Durable when it resolves; throws file errors. */
  append(member: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** One more than the highest number that `owner` has in a folder: files that were closed stay as they are. */
const nextNumber = async (folder: string, owner: string): Promise<number> => {
  const names = (await ifThere(() => readdir(folder))) ?? [];
  const numbers = names.map((name) =>
    name.startsWith(`${owner}-`) ? Number.parseInt(name.slice(owner.length + 1), 10) : 0,
  );
  return Math.max(0, ...numbers.filter((number) => Number.isInteger(number))) + 1;
};

/** The file that is open, if any, and the next one when its hour or its size is over. */
const rollingFile = (store: ErrorStore, folders: DurableFolders, options: ErrorSinkOptions) => {
  const owner = options.owner ?? 'errors';
  const marksOwner = `${owner}-${store.stage}-${store.kind}`;
  const rollBytes = options.rollBytes ?? 64 * 1024 * 1024;
  let current: { readonly hour: string; readonly file: MemberFile } | undefined;

  const close = async (): Promise<void> => {
    const open = current;
    current = undefined;
    await open?.file.close();
  };
  const now = async (): Promise<MemberFile> => {
    const at = options.clock.now();
    const hour = hourOf(at);
    if (current?.hour === hour && current.file.length < rollBytes) return current.file;
    await close();
    const prefix = errorPrefix(store.stage, store.kind, at);
    const number = await nextNumber(path.join(options.folder, prefix), owner);
    const key = `${prefix}${owner}-${number}.json.gz`;
    current = { hour, file: await openMemberFile(options.folder, folders, marksOwner, key) };
    return current.file;
  };
  return { now, close, mend: () => mendMembers(options.folder, marksOwner) };
};

/** Opens no file before the first append. */
export const storeWriter = (
  store: ErrorStore,
  folders: DurableFolders,
  options: ErrorSinkOptions,
): StoreWriter => {
  const file = rollingFile(store, folders, options);
  let isMended = false;
  let last: Promise<unknown> = Promise.resolve();
  const append = async (member: Uint8Array): Promise<void> => {
    if (!isMended) await file.mend();
    isMended = true;
    await (await file.now()).append([member]);
  };
  const inTurn = (action: () => Promise<void>): Promise<void> => {
    const result = last.then(action);
    last = result.catch(() => undefined);
    return result;
  };
  return { append: (member) => inTurn(() => append(member)), close: () => inTurn(file.close) };
};
