import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startBench } from './measure.ts';

/** `npm run bench:visible`: from acknowledgement to visible in SQL, at 10,000 events/s; a probe event every 200 ms, asked for until it is there. */
const bench = await startBench();
const sql = new pg.Client({
  host: bench.instance.file.sql.host,
  port: bench.instance.file.sql.port,
  user: bench.key.accessKeyId,
  password: bench.key.secretAccessKey,
  database: 'sluice',
});
await sql.connect();
const load = bench.load({ rate: 20, forMs: 30_000, connections: 8 });
await sleep(2_000);
const delays: number[] = [];
for (let probe = 0; probe < 120; probe++) {
  await bench.client.call(
    'PUT',
    '/v1/stream/events',
    JSON.stringify([{ metrictype: 'trip', timestamp: Date.now(), eventid: `probe-${probe}` }]),
  );
  const acknowledged = performance.now();
  for (;;) {
    const { rows } = await sql.query<{ n: string }>('select count(*) as n from trip where _eventid = $1', [
      `probe-${probe}`,
    ]);
    if (rows[0]?.n === '1') break;
  }
  delays.push(performance.now() - acknowledged);
  await sleep(50);
}
const result = await load;
await sql.end();
delays.sort((a, b) => a - b);
const at = (share: number): number =>
  Math.round(delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? 0);
console.log(
  `from acknowledgement to visible in SQL at ${Math.round((result.events / result.ms) * 1000).toLocaleString('en')} events/s: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms (${delays.length} probes)`,
);
await bench.close();
