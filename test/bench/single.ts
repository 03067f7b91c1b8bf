import { startBench } from './measure.ts';

/** `npm run bench:single`: one event a request, as fast as 50 connections go, and at 500 requests/s. */
const bench = await startBench();
const fast = await bench.load({ eventsPerRequest: 1, connections: 50, forMs: 15_000 });
console.log(
  `one event a request, 50 connections: ${Math.round((fast.requests / fast.ms) * 1000).toLocaleString('en')} requests/s, p50 ${fast.p50} ms, p99 ${fast.p99} ms, failed ${fast.failed}`,
);
await bench.drained();
const paced = await bench.load({ eventsPerRequest: 1, connections: 50, rate: 500, forMs: 15_000 });
console.log(
  `one event a request, 500 requests/s: p50 ${paced.p50} ms, p99 ${paced.p99} ms, max ${paced.max} ms, failed ${paced.failed}`,
);
await bench.close();
