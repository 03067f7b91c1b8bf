import { floor } from './floor.ts';
import { startBench } from './measure.ts';

/** `npm run bench:ingest`: one million events in requests of 500, signed, acknowledged and durable, beside the floor. */
const events = Number(process.env['SLUICE_BENCH_EVENTS'] ?? 1_000_000);
const least = await floor(Math.min(events, 500_000));
console.log(
  `floor: ${per(least.events, least.ms)} events/s (parse, hash, append, fdatasync per 500 events; one process)`,
);
const bench = await startBench(
  process.argv.includes('--profile') ? ['--cpu-prof', '--cpu-prof-dir=profiles'] : [],
);
let peak = 0;
const watch = setInterval(() => (peak = Math.max(peak, bench.memoryMB())), 100);
const cpu = bench.cpuMs();
const result = await bench.load({ requests: events / 500, forMs: 600_000 });
const acknowledgedCpu = bench.cpuMs() - cpu;
const rest = await bench.drained();
clearInterval(watch);
const whole = result.ms + rest;
console.log(
  `acknowledged: ${per(result.events, result.ms)} events/s, ${(result.bytes / result.ms / 1000).toFixed(1)} MB/s, ratio to the floor ${(result.events / result.ms / (least.events / least.ms)).toFixed(2)}`,
);
console.log(
  `stored: ${per(result.events, whole)} events/s (all ${result.events} stored ${Math.round(rest)} ms after the last acknowledgement)`,
);
console.log(
  `CPU per event: ${((acknowledgedCpu * 1000) / result.events).toFixed(1)} µs until acknowledged, ${(((bench.cpuMs() - cpu) * 1000) / result.events).toFixed(1)} µs until stored; load process ${((result.cpuMs * 1000) / result.events).toFixed(1)} µs`,
);
console.log(
  `latency of an acknowledgement: p50 ${result.p50} ms, p99 ${result.p99} ms; failed requests: ${result.failed}`,
);
console.log(
  `peak memory: ${peak} MB over all processes of the instance, ${result.rssMB} MB of the load process`,
);
await bench.close();

function per(count: number, ms: number): string {
  return Math.round((count / ms) * 1000).toLocaleString('en');
}
