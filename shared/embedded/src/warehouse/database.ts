import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type Json } from '@duckdb/node-api';
import { OutOfService } from '@sluice/core/failure';
import type { WarehouseRow } from '@sluice/core/ports';

export interface WarehouseOptions {
  /** The database file; its folder is made when absent. */
  readonly file: string;
  /** What loads are read from. Statements reach no other files. */
  readonly readFolder: string;
  /** @default 1,024 */
  readonly memoryMegabytes?: number;
  /** @default 2 */
  readonly threads?: number;
}

export interface Opened {
  readonly connection: DuckDBConnection;
  close(): void;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Which batches were committed: written by each in its own transaction, so that its token is known in every later life. */
const batches = [
  'CREATE SCHEMA IF NOT EXISTS sluice',
  'CREATE TABLE IF NOT EXISTS sluice.batch (token VARCHAR NOT NULL, digest VARCHAR NOT NULL)',
];

const open = async ({ file, readFolder, memoryMegabytes = 1_024, threads = 2 }: WarehouseOptions) => {
  mkdirSync(path.dirname(file), { recursive: true });
  const instance = await DuckDBInstance.create(file, {
    memory_limit: `${memoryMegabytes}MB`,
    threads: String(threads),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
  });
  const connection = await instance.connect();
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  await connection.run(`SET GLOBAL allowed_directories = [${literal(readFolder)}]`);
  await connection.run('SET GLOBAL enable_external_access = false');
  for (const statement of batches) await connection.run(statement);
  return {
    connection,
    close: () => {
      connection.disconnectSync();
      instance.closeSync();
    },
  };
};

/** Throws OutOfService when the file cannot be opened: another process has it, or the disk is away. */
export const openDatabase = async (options: WarehouseOptions): Promise<Opened> => {
  try {
    return await open(options);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OutOfService(`cannot open the warehouse ${options.file}: ${reason}`, { cause: error });
  }
};

const textOf = (value: Json): string | null => {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** Runs one statement. */
export const rowsOf = async (
  connection: DuckDBConnection,
  sql: string,
  values: string[] = [],
): Promise<readonly WarehouseRow[]> => {
  const result = await connection.runAndReadAll(sql, values);
  const names = result.columnNames();
  return result.getRowsJson().map((row) => new Map(row.map((value, i) => [names[i] ?? '', textOf(value)])));
};
