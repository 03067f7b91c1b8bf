import { gzipSync } from 'node:zlib';
import { done, failed, type Outcome } from '@sluice/core/failure';
import type { ErrorRecord } from '@sluice/core/forms';
import type { Clock, ErrorSink } from '@sluice/core/ports';
import { type DurableFolders, durableFolders } from '../object-store/durable.ts';
import { fileFailure, onFiles } from '../object-store/file-failure.ts';
import { type ErrorStore, errorStores, storeName, storeOf } from './error-store.ts';
import { type StoreWriter, storeWriter } from './store-writer.ts';

export interface ErrorSinkOptions {
  /** The root of the object store: files are `<folder>/errors/stream/<stage>/<kind>/yyyy/MM/dd/HH/<owner>-<n>.json.gz`. */
  readonly folder: string;
  readonly clock: Clock;
  /** A file is left for the next one at this size, bytes. @default 64 MB */
  readonly rollBytes?: number;
  /** Whoever puts records of a stage: at most one at a time under a name. @default 'errors' */
  readonly owner?: string;
}

export interface EmbeddedErrorSink extends ErrorSink {
  close(): Promise<void>;
}

const memberOf = (records: readonly ErrorRecord[]): Uint8Array =>
  gzipSync(records.map((record) => `${JSON.stringify(record)}\n`).join(''));

/** The outcome of all records that go to one store: one member, so one outcome. */
const putGroup = async (
  writer: StoreWriter,
  store: ErrorStore,
  records: readonly ErrorRecord[],
): Promise<Outcome> => {
  try {
    await writer.append(memberOf(records));
    return done;
  } catch (error) {
    return failed(fileFailure(error, `store ${records.length} error records in ${storeName(store)}`));
  }
};

const makeFolders = async (folder: string, folders: DurableFolders): Promise<void> =>
  onFiles(`open the error stores in ${folder}`, async () => {
    for (const store of errorStores) await folders.ensure(storeName(store));
  });

/**
 * The four error stores on files (raw or staged, malformed or commit; notices of kind `field` travel with malformed), each a folder that
 * exists from the start. A put is one gzip member a store: a store's records of one put succeed or fail together.
 * What a put that was killed left is cut off before the next put to that store. Throws OutOfService when the folders cannot be made.
 */
export const openErrorSink = async (options: ErrorSinkOptions): Promise<EmbeddedErrorSink> => {
  const folders = durableFolders(options.folder);
  await makeFolders(options.folder, folders);
  const writers = errorStores.map((store) => ({ store, writer: storeWriter(store, folders, options) }));
  return {
    put: async (records) => {
      const outcomes = new Map<string, Outcome>();
      const puts = writers.map(async ({ store, writer }) => {
        const name = storeName(store);
        const group = records.filter((record) => storeName(storeOf(record)) === name);
        if (group.length > 0) outcomes.set(name, await putGroup(writer, store, group));
      });
      await Promise.all(puts);
      return records.map((record) => outcomes.get(storeName(storeOf(record))) ?? done);
    },
    close: async () => {
      for (const { writer } of writers) await writer.close();
    },
  };
};
