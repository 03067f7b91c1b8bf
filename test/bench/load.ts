/**
 * A load process of its own: signed requests over kept-alive connections, as fast as they are answered or at a rate.
 * Reads its settings from argv as JSON, prints its result as one line of JSON.
 */
import { clientOf, type Key } from '../process/client.ts';

export interface LoadSettings {
  readonly url: string;
  readonly key: Key;
  readonly requests: number;
  readonly eventsPerRequest: number;
  readonly connections: number;
  /** Requests per second; 0 is as fast as possible. */
  readonly rate: number;
  /** Stops after this time, ms. */
  readonly forMs: number;
  readonly metric: string;
  /** Event times are spread over this span before now, ms. */
  readonly spanMs?: number;
}

export interface LoadResult {
  readonly events: number;
  readonly requests: number;
  readonly failed: number;
  readonly bytes: number;
  readonly ms: number;
  readonly cpuMs: number;
  readonly rssMB: number;
  /** Latency of acknowledgements, ms. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as LoadSettings;
const client = clientOf(settings.url, settings.key, settings.connections);

/** About 200 bytes an event; a counter and random values keep every event its own. */
const templates = Array.from({ length: 997 }, (_, i) => {
  const [a, b] = [(i * 37) % 100, (i * 61) % 60];
  return `"vendor":${1 + (i % 2)},"distance":${((i * 31) % 3000) / 100},"fare":${((i * 73) % 9000) / 100},"tip":${((i * 17) % 900) / 100},"zone":"zone-${a} Manhattan","pax":${i % 6},"paid":${i % 3 === 0},"note":"n-${b}-${(i * 7919) % 100_000}"}`;
});
let made = 0;
const bodyOf = (): string => {
  const now = Date.now();
  let body = '[';
  for (let i = 0; i < settings.eventsPerRequest; i++) {
    const n = made++;
    const at = now - (settings.spanMs === undefined ? 0 : (n * 7919) % settings.spanMs);
    body += `${i > 0 ? ',' : ''}{"metrictype":"${settings.metric}","timestamp":${at},"n":${n},${templates[n % 997] ?? ''}`;
  }
  return `${body}]`;
};

const latencies: number[] = [];
let [failed, bytes, sent] = [0, 0, 0];
const begin = performance.now();
const cpu = process.cpuUsage();

const one = async (): Promise<void> => {
  const body = bodyOf();
  const at = performance.now();
  const answer = await client.call('PUT', '/v1/stream/events', body);
  latencies.push(performance.now() - at);
  bytes += body.length;
  if (answer.status !== 200 || !answer.body.startsWith('{"failedRecordCount":0,')) failed++;
};

const connection = async (): Promise<void> => {
  while (sent < settings.requests && performance.now() - begin < settings.forMs) {
    const turn = sent++;
    if (settings.rate > 0) {
      const wait = begin + (turn * 1000) / settings.rate - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
    await one();
  }
};
await Promise.all(Array.from({ length: settings.connections }, connection));
client.close();

const ms = performance.now() - begin;
const used = process.cpuUsage(cpu);
latencies.sort((a, b) => a - b);
const at = (share: number): number =>
  Math.round((latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0) * 100) /
  100;
const result: LoadResult = {
  events: latencies.length * settings.eventsPerRequest,
  requests: latencies.length,
  failed,
  bytes,
  ms: Math.round(ms),
  cpuMs: Math.round((used.user + used.system) / 1000),
  rssMB: Math.round(process.resourceUsage().maxRSS / 1024),
  p50: at(0.5),
  p99: at(0.99),
  max: at(1),
};
console.log(JSON.stringify(result));
