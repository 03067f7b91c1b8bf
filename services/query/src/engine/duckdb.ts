import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { EngineSettings } from './protocol.ts';

/** A text as a SQL literal. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as a quoted identifier. */
export const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Opens the engine and locks it: it can read the spool folder and the tenant's folder of the lake and nothing else, load no extension, and no statement can change that.
 * Writing inside these folders stays possible to the engine; the check of statements refuses it.
 */
export const openDuckDb = async (settings: EngineSettings): Promise<DuckDBInstance> => {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${settings.memoryMegabytes}MB`,
    threads: String(settings.threads),
    temp_directory: settings.tempFolder,
    max_temp_directory_size: `${settings.memoryMegabytes * 4}MB`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_persistent_secrets: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  const folders = [settings.spoolFolder, ...(settings.lakeFolder === undefined ? [] : [settings.lakeFolder])];
  await connection.run(`SET GLOBAL allowed_directories = [${folders.map(literal).join(', ')}]`);
  await connection.run('SET GLOBAL enable_external_access = false');
  await connection.run('SET GLOBAL lock_configuration = true');
  connection.disconnectSync();
  return instance;
};

/** The first column of the first row, as text. */
export const oneText = async (connection: DuckDBConnection, sql: string, value: string): Promise<string> => {
  const result = await connection.runAndReadAll(sql, [value]);
  const cell = result.getRows()[0]?.[0];
  return typeof cell === 'string' ? cell : '';
};

/** Rows of an own statement. */
export const rowsOf = async (
  connection: DuckDBConnection,
  sql: string,
): Promise<ReturnType<Awaited<ReturnType<DuckDBConnection['runAndReadAll']>>['getRows']>> =>
  (await connection.runAndReadAll(sql)).getRows();

/** A count, as a number. */
export const countOf = async (connection: DuckDBConnection, sql: string): Promise<number> =>
  Number((await rowsOf(connection, sql))[0]?.[0] ?? 0);
