import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database } from 'lmdb';
import { OutOfService, SluiceError } from '@sluice/core/failure';
import { stateFault } from '@sluice/core/layout';
import type { StateStore } from '@sluice/core/ports';

export interface EmbeddedStateStore extends StateStore {
  /** Waits for writes under way. */
  close(): Promise<void>;
}

/** Partition and key. */
type RowKey = [string, string];
type Rows = Database<readonly [version: number, value: string], RowKey>;

const away = (what: string, error: unknown): SluiceError => {
  if (error instanceof SluiceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OutOfService(`cannot ${what} the state store: ${reason}`, { cause: error });
};

/** One transaction, alone among all threads and processes, on disk when it resolves. Synchronous: an asynchronous one that fails rejects promises that nobody hears. */
const writing = <T>(db: Rows, action: () => T): Promise<T> => {
  try {
    return Promise.resolve(db.transactionSync(action));
  } catch (error) {
    return Promise.reject(away('write', error));
  }
};

/** Reads what was committed last, by whichever thread or process. */
const reading = <T>(db: Rows, action: () => T): T => {
  try {
    db.resetReadTxn();
    return action();
  } catch (error) {
    throw away('read', error);
  }
};

const refuseFault = (fault: string | undefined): void => {
  if (fault !== undefined) throw new SluiceError({ class: 'ours', code: 'BadState', message: fault });
};

const replace = (db: Rows, key: RowKey, expectedVersion: number, value: string) =>
  writing(db, () => {
    if ((db.get(key)?.[0] ?? 0) !== expectedVersion) return 'conflict' as const;
    void db.put(key, [expectedVersion + 1, value]);
    return 'stored' as const;
  });

const remove = (db: Rows, key: RowKey, expectedVersion: number) =>
  writing(db, () => {
    if (db.get(key)?.[0] !== expectedVersion) return 'conflict' as const;
    void db.remove(key);
    return 'removed' as const;
  });

/**
 * The state store on LMDB.
 * @param folder made when absent
 */
export const openStateStore = (folder: string): EmbeddedStateStore => {
  mkdirSync(folder, { recursive: true });
  const db: Rows = open({ path: join(folder, 'state.mdb'), overlappingSync: false });
  return {
    get: async (partition, key) => {
      const row = reading(db, () => db.get([partition, key]));
      return Promise.resolve(row === undefined ? undefined : { key, version: row[0], value: row[1] });
    },
    replace: async (partition, key, expectedVersion, value) => {
      refuseFault(stateFault(partition, key, value));
      return replace(db, [partition, key], expectedVersion, value);
    },
    remove: (partition, key, expectedVersion) => remove(db, [partition, key], expectedVersion),
    async *rows(partition) {
      const start: RowKey = [partition, ''];
      const end: RowKey = [partition, '~'];
      const rows = reading(db, () => Array.from(db.getRange({ start, end })));
      for (const { key, value } of rows)
        yield await Promise.resolve({ key: key[1], version: value[0], value: value[1] });
    },
    close: () => db.close(),
  };
};
