import { startBench } from './measure.ts';

/**
 * `npm run bench:sustained`: the highest rate at which every stage keeps up, from signed request to row in SQL, load process included.
 * A rate holds when at its end less than a second of events is behind. SLUICE_BENCH_SECONDS sets the length of the final run.
 */
const seconds = Number(process.env['SLUICE_BENCH_SECONDS'] ?? 60);

const bench = await startBench();
await bench.load({ forMs: 6_000, metric: 'warm' }); // compiles the hot paths
await bench.drained();

const holds = async (rate: number, forSeconds: number): Promise<boolean> => {
  const metric = `trip_${rate}_${forSeconds}`;
  const cpu = bench.cpuMs();
  const result = await bench.load({ rate: rate / 500, forMs: forSeconds * 1000, connections: 16, metric });
  const behind = await bench.drained();
  const used = bench.cpuMs() - cpu; // before the query below, whose engine loads all rows
  const [{ n } = { n: -1 }] = await bench.client.query<{ n: number }>(`select count(*) as n from ${metric}`);
  const reached = (result.events / result.ms) * 1000;
  const ok = behind < 1_000 && reached > rate * 0.98 && result.failed === 0 && n === result.events;
  console.log(
    `${rate.toLocaleString('en')} events/s for ${forSeconds} s: ${ok ? 'held' : 'not held'}; reached ${Math.round(reached).toLocaleString('en')}/s, ` +
      `${Math.round(behind)} ms behind at the end, ack p99 ${result.p99} ms, ${n.toLocaleString('en')} rows in SQL, CPU ${((used / (result.ms + behind)) * 100).toFixed(0)} % + load ${((result.cpuMs / result.ms) * 100).toFixed(0)} % of 200 %, memory ${bench.memoryMB()} MB`,
  );
  return ok;
};

let best = 0;
for (const rate of [20_000, 30_000, 40_000, 45_000, 50_000, 55_000, 60_000, 65_000]) {
  if (!(await holds(rate, 8))) break;
  best = rate;
}
while (best > 0 && !(await holds(best, seconds))) best -= 5_000;
console.log(`sustained: ${best.toLocaleString('en')} events/s for ${seconds} s`);
await bench.close();
