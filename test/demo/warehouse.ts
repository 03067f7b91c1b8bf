import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Instance } from './instance.ts';

/** The tables of metrics in the warehouse of one machine, a DuckDB file, with their rows. */
export const warehouseCounts = async ({
  data,
}: Instance): Promise<readonly (readonly [string, string])[]> => {
  const file = join(data, 'warehouse', 'warehouse.duckdb');
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  const read = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(String));
  try {
    const tables = await read(
      `SELECT table_schema, table_name FROM information_schema.tables
       WHERE table_schema LIKE 't!_%' ESCAPE '!' AND table_type = 'BASE TABLE' AND regexp_matches(table_name, '^[mu]_')`,
    );
    const counts: [string, string][] = [];
    for (const [schema = '', table = ''] of tables)
      counts.push([table, (await read(`SELECT count(*) FROM "${schema}"."${table}"`))[0]?.[0] ?? '0']);
    return counts;
  } finally {
    connection.disconnectSync();
    instance.closeSync();
  }
};
