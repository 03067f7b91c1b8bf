import { open, type Database, type RootDatabase } from 'lmdb';
import { OutOfService, SluiceError } from '@sluice/core/failure';

/** The tables of the directory. Keys of several parts sort part by part. */
export interface Tables {
  readonly root: RootDatabase;
  /** Tenant id to row. */
  readonly tenants: Database<Buffer, string>;
  /** Tenant name to id: what makes names unique. */
  readonly names: Database<string, string>;
  /** Tenant and device id to row. */
  readonly devices: Database<Buffer, string[]>;
  /** Access key id to row. */
  readonly keys: Database<Buffer, string>;
  /** Tenant, device and access key id, to nothing. */
  readonly deviceKeys: Database<string, string[]>;
  /** What was sealed under the master key that the tables belong to. */
  readonly seals: Database<string, string>;
}

export const openTables = (root: RootDatabase): Tables => ({
  root,
  tenants: root.openDB('directory-tenants', { encoding: 'binary' }),
  names: root.openDB('directory-names', { encoding: 'string' }),
  devices: root.openDB('directory-devices', { encoding: 'binary' }),
  keys: root.openDB('directory-keys', { encoding: 'binary' }),
  deviceKeys: root.openDB('directory-device-keys', { encoding: 'string' }),
  seals: root.openDB('directory-seals', { encoding: 'string' }),
});

/** An environment of its own. Without overlapping syncs a write resolves only after the disk has it. */
export const openRoot = (path: string): RootDatabase =>
  open({ path, noSubdir: false, overlappingSync: false, maxDbs: 16 });

const outOfService = (what: string, error: unknown): SluiceError => {
  if (error instanceof SluiceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OutOfService(`cannot ${what} the directory: ${reason}`, { cause: error });
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

/** One transaction, whole or not at all, alone among all threads and processes; durable when it resolves. */
export const writing = async <T>(tables: Tables, action: () => T): Promise<T> => {
  try {
    const result = tables.root.transactionSync(action);
    await tables.root.flushed; // for a root of the caller's that overlaps its syncs
    return result;
  } catch (error) {
    throw outOfService('write', error);
  }
};

/** Ids come from requests, so anything may be looked up: what cannot be an id (LMDB's keys are limited) is just not there. */
export const isId = (text: string): boolean => /^[\w.-]{1,128}$/.test(text);

/** Tenant names are ruled by who creates them; here they only must fit a key. */
export const isName = (text: string): boolean => text.length > 0 && text.length <= 256;

/** For writes: refuses what {@link isId} does not allow. */
export const checkIds = (...ids: readonly string[]): void => {
  const wrong = ids.find((id) => !isId(id));
  if (wrong === undefined) return;
  const message = `${JSON.stringify(wrong)} cannot be an id in the directory: ids have 1 to 128 letters, digits, _ . or -`;
  throw new SluiceError({ class: 'ours', code: 'BadDirectoryId', message });
};

/** All entries whose key starts with these parts. */
export const below = (...parts: readonly string[]): { readonly start: string[]; readonly end: string[] } => ({
  start: [...parts],
  end: [...parts, '\uffff'],
});
