import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { LoadFile, MetricLoad } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import { fileProof, redshift, run, type LoadServices } from '@sluice/redshift-load';
import { startEngine, type Engine } from '@sluice/testing/data-api/engine';
import { RedshiftStandIn, standInUrl } from '@sluice/testing/data-api/stand-in';
import { standInWarehouse } from '@sluice/testing/data-api/warehouse';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';

/**
 * `npm run bench:load`: one load of the same rows in 10, 100 and 1,000 files, and its statements, on the stand-in of Redshift (PostgreSQL in
 * process), beside a floor: the same rows inserted into a table of the same columns by as few statements as that takes. Times say what the
 * orchestrator and its transaction cost beside the rows; Redshift's own are its own.
 */
const rows = Number(process.env['SLUICE_BENCH_EVENTS'] ?? 20_000);
const tenant = '01JDTENANT0000000000000001' as TenantId;
const metricOf = (files: number): string => `m_01JDMETR1C${String(files).padStart(16, '0')}`;
const start = Date.UTC(2026, 10, 23);

const lineOf = (n: number): string =>
  JSON.stringify({
    event_id: `event-${n}`,
    fingerprint: String(n).padEnd(26, 'F'),
    timestamp: start + n,
    received_at: start + n,
    record_id: String(Math.floor(n / 500)).padEnd(26, 'R'),
    index: n % 500,
    staged_at: start + n + 50,
    device: `device-${n % 200}`,
    sent_name: 'pump',
    unknown: { note: `n${n % 10_000}` },
    f1: n / 7,
    f2: `site-${n % 50}`,
  });
const lines = Array.from({ length: rows }, (_, n) => lineOf(n));

const objects = memoryObjectStore();
const putFile = async (key: string, some: readonly string[]): Promise<LoadFile> => {
  const body = gzipSync(some.map((line) => `${line}\n`).join(''), { level: 1 });
  await objects.put(key, body);
  return { key, rows: some.length, bytes: body.byteLength, sha256: hash('sha256', body, 'hex') };
};

const loadOf = async (count: number): Promise<MetricLoad> => {
  const files: LoadFile[] = [];
  for (let at = 0; at < count; at++) {
    const some = lines.slice(Math.floor((at * rows) / count), Math.floor(((at + 1) * rows) / count));
    files.push(await putFile(`load/v1/${count}/${at}.json.gz`, some));
  }
  const columns = [
    { id: 'f1', displayName: 'level', type: 'DOUBLE', maxBytes: 0 },
    { id: 'f2', displayName: 'site', type: 'STRING', maxBytes: 7 },
  ] as const;
  const metric = metricOf(count);
  return { loadId: `1-${tenant}-${metric}`, tenant, metric, metricName: `pump ${count}`, schemaVersion: 1, columns, rows, files }; // prettier-ignore
};

/** Time and statements of a load, from the wake that finds it to its commit. */
const measure = async (engine: Engine, load: MetricLoad) => {
  const clock = { now: () => Date.now() };
  const standIn = new RedshiftStandIn({ engine, objects, clock, faultOf: () => undefined });
  const services: LoadServices = {
    clock,
    states: memoryStateStore(),
    published: {
      after: async function* (sequence) {
        if (sequence < 1) yield await Promise.resolve({ sequence: 1, loads: [load] });
      },
    },
    objects,
    files: fileProof(objects),
    warehouse: standInWarehouse(standIn),
    dialect: redshift({ urlOf: standInUrl, role: 'arn:aws:iam::123456789012:role/loads' }),
  };
  const begun = performance.now();
  await run({ kind: 'schedule' }, services);
  for (let events = await standIn.work(); events.length > 0; events = await standIn.work())
    for (const { name } of events) await run({ kind: 'statement', name }, services);
  const ms = performance.now() - begun;
  return { ms, statements: standIn.ran.map(({ length }) => length) };
};

const floor = async ({ pg }: Engine): Promise<number> => {
  await pg.exec(`CREATE TABLE floor (event_id text, fingerprint text, "timestamp" bigint, received_at bigint, record_id text, "index" integer, staged_at bigint,
    device text, sent_name text, "unknown" jsonb, f1 double precision, f2 text)`);
  const begun = performance.now();
  for (let at = 0; at < rows; at += 5_000)
    await pg.query('INSERT INTO floor SELECT * FROM json_populate_recordset(NULL::floor, $1::json)', [
      `[${lines.slice(at, at + 5_000).join(',')}]`,
    ]);
  return performance.now() - begun;
};

const engine = await startEngine();
await measure(engine, await loadOf(1)); // the schema of the tenant, and the code warm
const least = await floor(engine);
console.log(
  `floor (insert ${rows.toLocaleString('en')} rows into a table without keys): ${Math.round(least)} ms`,
);
for (const files of [10, 100, 1_000]) {
  const { ms, statements } = await measure(engine, await loadOf(files));
  const all = statements.reduce((sum, one) => sum + one, 0);
  console.log(
    `${files} files: ${Math.round(ms)} ms, ratio ${(ms / least).toFixed(1)}; ${all} statements in ${statements.length} transactions (${statements.join(' + ')})`,
  );
}
await engine.pg.close();
