import { open, type Database, type RootDatabase } from 'lmdb';
import { OutOfService, SluiceError } from '@sluice/core/failure';

export interface Tables {
  readonly root: RootDatabase;
  /** Tenant to the JSON of its schema. */
  readonly schemas: Database<string, string>;
  /** Tenant and version to the JSON of the change that made it. */
  readonly changes: Database<string, [string, number]>;
}

/** An environment of its own. Without overlapping syncs a write resolves only after the disk has it. */
export const openRoot = (path: string): RootDatabase =>
  open({ path, noSubdir: false, overlappingSync: false, maxDbs: 16 });

export const openTables = (root: RootDatabase): Tables => ({
  root,
  schemas: root.openDB('tenant-schemas', { encoding: 'string' }),
  changes: root.openDB('tenant-schema-changes', { encoding: 'string' }),
});

const outOfService = (what: string, error: unknown): SluiceError => {
  if (error instanceof SluiceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OutOfService(`cannot ${what} the schema store: ${reason}`, { cause: error });
};

/** Reads what was committed last, by whichever thread or process: LMDB would else hold its snapshot until the next turn of the event loop. */
export const reading = <T>(tables: Tables, action: () => T): Promise<T> => {
  try {
    tables.root.resetReadTxn();
    return Promise.resolve(action());
  } catch (error) {
    return Promise.reject(outOfService('read', error));
  }
};

/** One transaction, whole or not at all, alone among all threads and processes; on disk when it resolves. */
export const writing = async <T>(tables: Tables, action: () => T): Promise<T> => {
  try {
    const result = tables.root.transactionSync(action);
    await tables.root.flushed; // for a root of the caller's that overlaps its syncs
    return result;
  } catch (error) {
    throw outOfService('write', error);
  }
};
