import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { isStagedLine, type StagedLine } from '@sluice/core/forms';
import { runAll } from '@sluice/etl';
import { lakeInFolder, lakeSource, type QueryService } from '@sluice/query';
import { askOnce, serviceOver } from '@sluice/query/testing/ask';
import { testStores } from '@sluice/query/testing/store';
import { duckDb, lakeIn } from './lake-in.ts';
import { id, lineOf, pump, spanMs, start, tenant, writeArchive } from './staged.ts';

/** `npm run bench:lake`: SQL over the lake, alone and with near-line events on top, beside DuckDB on the bare Parquet files. */
const events = Number(process.env['SLUICE_BENCH_EVENTS'] ?? 10_000_000);
const nearLine = 100_000;
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-lake-'));
const day = 86_400_000;
const statement = (table: string, level: string): string =>
  `SELECT timestamp // ${day} AS day, count(*) AS n, avg(${level}) AS level FROM ${table} WHERE timestamp >= ${start} AND timestamp < ${start + 30 * day} GROUP BY 1 ORDER BY 1`;

/** The best of five, ms. */
const best = async (work: () => Promise<unknown>): Promise<number> => {
  let least = Infinity;
  for (let run = 0; run < 5; run++) {
    const begun = performance.now();
    await work();
    least = Math.min(least, performance.now() - begun);
  }
  return least;
};

const bare = async (files: readonly string[]): Promise<number> => {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect();
  const list = files.map((file) => `'${file}'`).join(', ');
  return best(() =>
    connection.runAndReadAll(statement(`read_parquet([${list}], hive_partitioning = false)`, 'f1')),
  );
};

const staged = (): StagedLine[] =>
  Array.from({ length: nearLine }, (_, i) => {
    const value: unknown = JSON.parse(lineOf(Math.floor((i * events) / nearLine), events, id(), 0));
    if (!isStagedLine(value)) throw new Error('no staged line');
    return value;
  });

const ask = (service: QueryService) => askOnce(service, tenant, statement('pump', '"field 1"'));

try {
  console.log(
    `writing ${events.toLocaleString('en')} staged events over ${spanMs / day} days, and the lake of them …`,
  );
  writeArchive(folder, events);
  const { lake, services } = await lakeIn(folder, duckDb(folder, 1_200));
  await runAll(services);
  const { files } = await lake.snapshot();
  const stores = testStores();
  stores.setSchema(tenant, { metrics: [pump] });
  const source = lakeSource(lake, lakeInFolder(folder));
  const service = await serviceOver({ ...stores, lake: source }, { memoryMegabytes: 1_024 });
  const floor = await bare(files.map(({ key }) => join(folder, key)));
  const alone = await best(() => ask(service));
  stores.add(tenant, staged());
  const begun = performance.now();
  await ask(service);
  const first = performance.now() - begun;
  const both = await best(() => ask(service));
  await service.close();
  const ms = (time: number): string => `${Math.round(time)} ms`;
  console.log(`group by day, ${files.length} files: DuckDB on the bare files ${ms(floor)}`);
  console.log(`the same over the lake ${ms(alone)}: ratio ${(alone / floor).toFixed(2)} (goal 1.3)`);
  console.log(
    `with ${nearLine.toLocaleString('en')} near-line events on top ${ms(both)}: ratio ${(both / floor).toFixed(2)} (goal 2); the first, which loads them, ${ms(first)}`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
