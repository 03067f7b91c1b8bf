import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import pg from 'pg';
import { startBench } from './measure.ts';

/** `npm run bench:query`: SQL over near-line events beside the same statement of DuckDB on one Parquet file of the same rows. */
const events = Number(process.env['SLUICE_BENCH_EVENTS'] ?? 1_000_000);
const bench = await startBench();
const fields = [
  ['n', 'LONG'],
  ['vendor', 'INTEGER'],
  ['distance', 'DOUBLE'],
  ['fare', 'DOUBLE'],
  ['tip', 'DOUBLE'],
  ['zone', 'STRING'],
  ['pax', 'INTEGER'],
  ['paid', 'BOOLEAN'],
  ['note', 'STRING'],
] as const;
await bench.client.json('POST', '/v1/schema/metric', { metricName: 'trip' });
for (const [fieldName, fieldType] of fields)
  await bench.client.json('POST', '/v1/schema/field', { metricName: 'trip', fieldName, fieldType });
await new Promise((resolve) => setTimeout(resolve, 1_100)); // the stages may hold the schema for a second
await bench.load({ requests: events / 500, forMs: 600_000, spanMs: 24 * 3_600_000 });
await bench.drained();

const sql = new pg.Client({
  host: bench.instance.file.sql.host,
  port: bench.instance.file.sql.port,
  user: bench.key.accessKeyId,
  password: bench.key.secretAccessKey,
  database: 'sluice',
});
await sql.connect();
const first = performance.now();
const { rows } = await sql.query<{ n: string }>('select count(*) as n from trip');
console.log(
  `first query, which loads all ${Number(rows[0]?.n).toLocaleString('en')} events: ${Math.round(performance.now() - first)} ms; memory ${bench.memoryMB()} MB`,
);

const folder = mkdtempSync(join(tmpdir(), 'sluice-query-'));
const file = join(folder, 'trip.parquet');
const duck = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
const copy = await bench.client.call('POST', '/v1/query', JSON.stringify({ sql: 'select * from trip' }), {
  accept: 'text/csv',
});
const csv = join(folder, 'trip.csv');
const { writeFileSync } = await import('node:fs');
writeFileSync(csv, copy.body);
await duck.run(`copy (select * from read_csv('${csv}', header = true)) to '${file}' (format parquet)`);

const hour = Date.now() - 12 * 3_600_000;
const statements: Record<string, string> = {
  count: 'select count(*) from trip',
  'group by':
    'select zone, count(*) as n, avg(fare) as fare from trip group by zone order by n desc limit 10',
  'one hour': `select count(*), sum(fare) from trip where timestamp >= ${hour} and timestamp < ${hour + 3_600_000}`,
  'unknown field by name': 'select count(*) from trip where _metric_name is not null',
};
const best = async (run: () => Promise<unknown>): Promise<number> => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 7; i++) {
    const at = performance.now();
    await run();
    least = Math.min(least, performance.now() - at);
  }
  return least;
};
for (const [name, text] of Object.entries(statements)) {
  const ours = await best(() => sql.query(text));
  const bare = text.includes('_metric_name')
    ? Number.NaN
    : await best(async () => (await duck.run(text.replace('from trip', `from '${file}'`))).getRows());
  console.log(
    `${name}: ${ours.toFixed(1)} ms, DuckDB on Parquet ${bare.toFixed(1)} ms, ratio ${(ours / bare).toFixed(2)}`,
  );
}
await sql.end();
rmSync(folder, { recursive: true, force: true });
await bench.close();
