import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { StagedLine } from '@sluice/core/forms';
import { createQueryService } from '../src/service.ts';
import { ask } from '../src/testing/ask.ts';
import { field, metricId, schema, temp } from '../src/testing/metric.ts';
import { tenantA, testStores } from '../src/testing/store.ts';

/** Measures the query service on a million events beside DuckDB on one Parquet file of the same rows. `node scripts/bench.ts [events]` */
const total = Number(process.argv[2] ?? 1_000_000);
const perChunk = 500;
const perHour = 100_000;
const start = Date.UTC(2026, 10, 23);
const stores = testStores();
stores.setSchema(
  tenantA,
  schema({
    fields: [
      field(1, 'value', 'INTEGER', 'val'),
      field(2, 'place', 'STRING'),
      field(3, 'level', 'DOUBLE'),
      field(4, 'ok', 'BOOLEAN'),
    ],
  }),
);
const lineOf = (n: number): StagedLine =>
  temp(
    { f1: n % 1000, f2: `place${n % 50}`, f3: n / 7, f4: n % 2 === 0 },
    {
      timestamp: start + Math.floor((n * 3_600_000) / perHour),
      eventId: createHash('sha256').update(String(n)).digest('hex').slice(0, 26).toUpperCase(),
      ...(n % 10 === 0 ? { unknown: { city: `oslo${n % 5}` } } : {}),
    },
  );
const add = (from: number, to: number) => {
  for (let n = from; n < to; n += perChunk) {
    const lines = Array.from({ length: Math.min(perChunk, to - n) }, (_, i) => lineOf(n + i));
    const hour = new Date(lines[0]?.timestamp ?? 0).toISOString().slice(0, 13);
    const body = gzipSync(lines.map((one) => `${JSON.stringify(one)}\n`).join(''), { level: 6 });
    stores.addBody(
      { table: '2026-w48', tenant: tenantA, metric: metricId, hour },
      'temp',
      `n${n}`,
      lines.length,
      body,
    );
  }
};
add(0, total);

const timed = async <T>(name: string, work: () => Promise<T>, times = 1): Promise<T> => {
  const spent: number[] = [];
  let value = await (async () => {
    const began = performance.now();
    const first = await work();
    spent.push(performance.now() - began);
    return first;
  })();
  for (let i = 1; i < times; i++) {
    const began = performance.now();
    value = await work();
    spent.push(performance.now() - began);
  }
  spent.sort((a, b) => a - b);
  console.log(
    `${name}: ${(spent[Math.floor(spent.length / 2)] ?? 0).toFixed(1)} ms (best ${(spent[0] ?? 0).toFixed(1)}, of ${times})`,
  );
  return value;
};

const query = await createQueryService({
  ...stores,
  spoolFolder: mkdtempSync(join(tmpdir(), 'sluice-bench-')),
});
const session = await query.open(tenantA, { keyId: 'K' });
await timed('start of the engine', () => ask(session, 'SELECT 1'));
const count = 'SELECT count(*) FROM temp';
await timed(`load of ${total} events and count`, () => ask(session, count));
const hour = start + 5 * 3_600_000;
const statements = {
  count,
  'group by': 'SELECT place, count(*), avg(level) FROM temp GROUP BY place ORDER BY place',
  'one hour': `SELECT count(*), max(value) FROM temp WHERE timestamp >= ${hour} AND timestamp < ${hour + 3_600_000}`,
  'unknown field': 'SELECT city, count(*) FROM temp GROUP BY city',
  '100,000 rows fetched': 'SELECT * FROM temp LIMIT 100000',
};
for (const [name, sql] of Object.entries(statements)) await timed(name, () => ask(session, sql), 7);
let next = total;
await timed(
  '5,000 new rows and count',
  () => {
    add(next, next + 5_000);
    next += 5_000;
    return ask(session, count);
  },
  1,
);
for (let i = 0; i < 5; i++) {
  add(next, next + 5_000);
  next += 5_000;
  await timed('5,000 new rows (load and count, without making them)', () => ask(session, count));
}
const memory = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
  .trim()
  .split(' ')
  .map((pid) => (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * 4096) / 1e6);
console.log(`engine memory: ${memory.map((one) => `${one.toFixed(0)} MB`).join(', ')}`);

const file = join(mkdtempSync(join(tmpdir(), 'sluice-bench-')), 't.parquet');
const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
await connection.run(
  `COPY (SELECT n AS event, ${start} + n * 3600000 // ${perHour} AS "timestamp", (n % 1000)::INTEGER AS value, 'place' || n % 50 AS place, n / 7 AS level, n % 2 = 0 AS ok FROM range(${total}) t(n)) TO '${file}' (FORMAT parquet)`,
);
for (const [name, sql] of Object.entries(statements).filter(([one]) => one !== 'unknown field'))
  await timed(
    `Parquet, ${name}`,
    async () => (await connection.runAndReadAll(sql.replace('FROM temp', `FROM '${file}'`))).getRows(),
    7,
  );
await query.close();
