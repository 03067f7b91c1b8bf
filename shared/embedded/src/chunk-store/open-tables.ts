import path from 'node:path';
import type { TableName } from '@sluice/core/layout';
import type { Catalog } from './catalog.ts';
import { openTable, type Table } from './table.ts';

/** The tables that this thread has open, kept in step with the catalog. */
export interface OpenTables {
  /** Undefined when the table does not exist. */
  find(table: TableName): Table | undefined;
  findOrMake(table: TableName): Table;
  /** True while the table that was found is still the one in the catalog: else what was written to it is gone. */
  isCurrent(table: TableName, found: Table): boolean;
  /** Closes a table so that the next use opens it again. */
  forget(table: TableName): void;
  /** Closes tables that are dropped, here or elsewhere, so that their space is freed. */
  sweep(): void;
  /** Resolves when all that was forgotten is closed. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface OpenTable {
  readonly file: string;
  readonly table: Table;
}

/** What is open, and what is being closed. */
const tableCache = (folder: string) => {
  const open = new Map<TableName, OpenTable>();
  const closing = new Set<Promise<void>>();
  const forget = (name: TableName): void => {
    const found = open.get(name);
    if (found === undefined) return;
    open.delete(name);
    const closed = found.table.close().catch(() => undefined); // its commits are durable; nothing is lost by a failed close
    closing.add(closed);
    void closed.then(() => closing.delete(closed));
  };
  const settle = async (): Promise<void> => {
    await Promise.all(closing);
  };
  const openAs = (name: TableName, file: string): Table => {
    forget(name);
    const table = openTable(path.join(folder, file));
    open.set(name, { file, table });
    return table;
  };
  const inFile = (name: TableName, file: string): Table => {
    const found = open.get(name);
    return found?.file === file ? found.table : openAs(name, file);
  };
  return { open, forget, settle, openAs, inFile };
};

/** Opens tables as they are asked for; `folder` is the catalog's. */
export const openTables = (folder: string, catalog: Catalog): OpenTables => {
  const { open, forget, settle, openAs, inFile } = tableCache(folder);
  const find = (name: TableName): Table | undefined => {
    const file = catalog.fileOf(name);
    if (file === undefined) {
      forget(name);
      return undefined;
    }
    const found = open.get(name);
    if (found?.file === file) return found.table;
    const table = openAs(name, file);
    // Dropped while it was opened: what was opened is a new, empty file.
    return catalog.fileOf(name) === file ? table : find(name);
  };
  const make = (name: TableName): Table =>
    inFile(
      name,
      catalog.fileOrNew(name, (file) => void openAs(name, path.basename(file))),
    );
  return {
    find,
    findOrMake: (name) => find(name) ?? make(name),
    isCurrent: (name, table) => {
      const found = open.get(name);
      return found?.table === table && found.file === catalog.fileOf(name);
    },
    forget,
    sweep: () => {
      for (const [name, { file }] of open) if (catalog.fileOf(name) !== file) forget(name);
    },
    settle,
    close: async () => {
      for (const name of [...open.keys()]) forget(name);
      await settle();
    },
  };
};
