import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Database } from 'lmdb';
import { isTableName, lateTable, type TableName } from '@sluice/core/layout';
import { openEnvironment, removeEnvironment, syncFolderNow } from './environment.ts';

/** Which file holds a table now. A table that is dropped and made again is another file, so a name never means two environments. */
export interface Catalog {
  /** The file of a table (a name in the folder), undefined when there is none. Sees what any thread or process did before. */
  fileOf(table: TableName): string | undefined;
  /** Weekly tables ascending, then `late`. */
  tables(): readonly TableName[];
  /** The file of a table, made by `make` when there is none; one maker at a time over all processes. */
  fileOrNew(table: TableName, make: (file: string) => void): string;
  /** Forgets a table and removes its file. */
  drop(table: TableName): void;
  close(): Promise<void>;
}

const catalogFile = 'catalog.mdb';
/** Sorts before every table. */
const counterKey = '#next';
const reserveKey = '#reserve';
/** LMDB copies what it changes. These many bytes are written and freed at the start, so that a table can be dropped on a full disk. */
const reservedBytes = 256 * 1024;

const byWeek = (a: TableName, b: TableName): number => {
  if (a === lateTable) return 1;
  return b === lateTable || a < b ? -1 : 1;
};

/** Files of tables that are in no catalog: a drop or a make was interrupted. Only within a write transaction: no one makes a table then. */
const sweep = (folder: string, known: ReadonlySet<string>): void => {
  for (const name of readdirSync(folder)) {
    const [file] = /^.+\.\d+\.mdb/.exec(name) ?? [];
    if (file !== undefined && !known.has(file)) removeEnvironment(path.join(folder, file));
  }
};

type Entries = Database<string, string>;

const entriesOf = (entries: Entries): readonly { readonly key: string; readonly value: string }[] =>
  [...entries.getRange({ start: '0' })].filter(({ key }) => isTableName(key));

const reserve = (entries: Entries): void => {
  if (entries.get(counterKey) !== undefined) return;
  entries.transactionSync(() => {
    entries.putSync(reserveKey, ' '.repeat(reservedBytes));
    if (entries.get(counterKey) === undefined) entries.putSync(counterKey, '1');
  });
  entries.transactionSync(() => entries.removeSync(reserveKey));
};

/** Within a write transaction: no one else makes or sweeps meanwhile. */
const makeTable = (
  folder: string,
  entries: Entries,
  table: TableName,
  make: (file: string) => void,
): string => {
  const found = entries.get(table);
  if (found !== undefined) return found;
  const number = Number(entries.get(counterKey) ?? '1');
  const name = `${table}.${number}.mdb`;
  const file = path.join(folder, name);
  removeEnvironment(file); // of a make that was interrupted
  make(file);
  syncFolderNow(folder);
  entries.putSync(counterKey, String(number + 1));
  entries.putSync(table, name);
  return name;
};

const dropTable = (folder: string, entries: Entries, table: TableName): void => {
  const name = entries.transactionSync(() => {
    const found = entries.get(table);
    if (found !== undefined) entries.removeSync(table);
    return found;
  });
  if (name !== undefined) removeEnvironment(path.join(folder, name));
};

/** Opens the catalog of a folder and finishes what was interrupted. The folder exists. */
export const openCatalog = (folder: string): Catalog => {
  const root = openEnvironment(path.join(folder, catalogFile));
  const entries = root.openDB<string, string>('tables', { encoding: 'string' });
  reserve(entries);
  entries.transactionSync(() => {
    sweep(folder, new Set(entriesOf(entries).map(({ value }) => value)));
  });
  return {
    fileOf: (table) => {
      entries.resetReadTxn();
      return entries.get(table);
    },
    tables: () => {
      entries.resetReadTxn();
      return entriesOf(entries)
        .map(({ key }) => key)
        .sort(byWeek);
    },
    fileOrNew: (table, make) => entries.transactionSync(() => makeTable(folder, entries, table, make)),
    drop: (table) => {
      dropTable(folder, entries, table);
    },
    close: () => root.close(),
  };
};
