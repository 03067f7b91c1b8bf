import { startBench } from './measure.ts';

/** `npm run bench:growth`: cost per event at 10^5, 10^6 and (SLUICE_BENCH_LARGE=1) 10^7 events. */
const sizes = [100_000, 1_000_000, ...(process.env['SLUICE_BENCH_LARGE'] === '1' ? [10_000_000] : [])];
for (const events of sizes) {
  const bench = await startBench();
  await bench.load({ requests: 40, forMs: 60_000 }); // warms the code up
  await bench.drained();
  const cpu = bench.cpuMs();
  const result = await bench.load({ requests: events / 500, forMs: 1_200_000, rate: 60 });
  const rest = await bench.drained();
  console.log(
    `${events.toLocaleString('en')} events: ${Math.round((result.events / (result.ms + rest)) * 1000).toLocaleString('en')} events/s stored at a paced 30,000/s, ` +
      `${(((bench.cpuMs() - cpu) * 1000) / result.events).toFixed(1)} µs CPU per event, memory ${bench.memoryMB()} MB`,
  );
  await bench.close();
}
