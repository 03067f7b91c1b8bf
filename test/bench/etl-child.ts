import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { runAll, sparkEngine, sparkEnvironment, type PlanEngine } from '@sluice/etl';
import { duckDb, lakeIn } from './lake-in.ts';

/** One side of `bench:etl`. */
const [what = '', folder = ''] = process.argv.slice(2);
const memoryMegabytes = 1_200;
/** A Python with pyspark 3.5. */
const python = process.env['SLUICE_PYSPARK'] ?? 'python3';

const etl = async (engine: PlanEngine): Promise<number> => {
  const { lake, services } = await lakeIn(folder, engine);
  const { outcome } = await runAll({ ...services, lake });
  if (outcome !== 'published') throw new Error(outcome);
  // Not what was added: of an event that a later run met again the first row was taken out.
  return (await lake.snapshot()).files.reduce((sum, { rows }) => sum + rows, 0);
};

const columns = `columns = {tenant: 'VARCHAR', metric: 'VARCHAR', "eventId": 'VARCHAR', fingerprint: 'VARCHAR', timestamp: 'BIGINT', "receivedAt": 'BIGINT', "stagedAt": 'BIGINT',
  device: 'VARCHAR', "recordId": 'VARCHAR', "index": 'INT', fields: 'STRUCT(f1 DOUBLE, f2 BIGINT, f3 VARCHAR, f4 BOOLEAN)', unknown: 'MAP(VARCHAR, VARCHAR[])', "as": 'VARCHAR'}`;

const floor = async (): Promise<number> => {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMegabytes}MB`,
    threads: '2',
    temp_directory: join(folder, 'spill'),
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  const target = join(folder, 'floor');
  const copied =
    await connection.runAndReadAll(`COPY (SELECT tenant, metric, strftime(make_timestamp(timestamp * 1000), '%Y-%m-%d') AS day, timestamp, "eventId", fingerprint,
      "receivedAt", "recordId", "index", "stagedAt", device, "as", fields.f1, fields.f2, fields.f3, fields.f4,
      map(map_keys(unknown), list_transform(map_values(unknown), lambda pair: pair[2])) AS unknown
    FROM read_json('${folder}/archive/staged/2026/11/23/10/*.json.gz', format = 'newline_delimited', ${columns})
    QUALIFY row_number() OVER (PARTITION BY tenant, metric, timestamp, "eventId" ORDER BY "receivedAt" DESC, "recordId" DESC, "index" DESC, "stagedAt" DESC) = 1)
    TO '${target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (tenant, metric, day))`);
  return Number(copied.getRows()[0]?.[0]);
};

/** Spark by hand; without the folder it starts and ends. */
const byHand = async (...args: readonly string[]): Promise<number> => {
  const script = join(import.meta.dirname, 'spark_job.py');
  const { stdout } = await promisify(execFile)(python, [script, ...args], { env: sparkEnvironment(folder) });
  rmSync(join(folder, 'by-hand'), { recursive: true, force: true });
  return Number(stdout.trim() || 0);
};

const sides: Readonly<Record<string, () => Promise<number>>> = {
  floor,
  etl: () => etl(duckDb(folder, memoryMegabytes)),
  spark: () => etl(sparkEngine({ python })),
  'spark by hand': () => byHand(folder),
  'spark alone': () => byHand(),
};

const begun = performance.now();
const rows = await (sides[what] ?? floor)();
const seconds = (performance.now() - begun) / 1000;
rmSync(join(folder, 'floor'), { recursive: true, force: true });
process.send?.({ seconds, rows, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) });
process.disconnect();
