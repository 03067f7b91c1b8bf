import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { seededRandom } from '@sluice/testing/faults/random';

/**
 * `npm run bench:etl`: the batch over staged events, 5 % of them duplicates, beside a floor: DuckDB reads the same JSON, keeps the last of
 * each identity by a window, and writes the same Parquet. Each in a process of its own, so that its memory is its own.
 */
const events = Number(process.env['SLUICE_BENCH_EVENTS'] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-etl-'));

const tenant = '01JDTENANT0000000000000001';
const metric = 'm_01JDMETR1C0000000000000001';
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const random = seededRandom(1);
const id = (): string => {
  let text = '';
  for (let i = 0; i < 26; i++) text += alphabet.charAt(Math.floor(random() * 32));
  return text;
};

const start = Date.parse('2026-11-01T00:00:00Z');
const spanMs = 20 * 86_400_000;
const recordEvents = 500;
const objectEvents = 125_000;

/** Some of the events so far, to be sent again. */
const again: { readonly event: string; readonly timestamp: number; readonly level: number }[] = [];

const lineOf = (n: number, record: string, index: number): string => {
  const old = again[Math.floor(random() * again.length)];
  const isRepeat = old !== undefined && random() < 0.05;
  const one = isRepeat
    ? old
    : {
        event: id(),
        timestamp: start + Math.floor((n * spanMs) / events),
        level: Math.round(random() * 1e6) / 1e4,
      };
  if (!isRepeat && random() < 0.01) again.push(one);
  const receivedAt = start + n;
  return (
    `{"v":1,"tenant":"${tenant}","metric":"${metric}","eventId":"${one.event}","fingerprint":"${one.event}","timestamp":${one.timestamp}` +
    `,"receivedAt":${receivedAt},"stagedAt":${receivedAt + 50},"device":"device-${n % 200}","recordId":"${record}","index":${index}` +
    `,"fields":{"f1":${one.level},"f2":${n % 1000},"f3":"site-${n % 50}","f4":${n % 2 === 0}},"unknown":{"note":["string","n${n % 10_000}"]},"as":"pump"}\n`
  );
};

const writeArchive = (): void => {
  const below = join(folder, 'archive/staged/2026/11/23/10');
  mkdirSync(below, { recursive: true });
  for (let from = 0; from < events; from += objectEvents) {
    const members: Buffer[] = [];
    for (let at = from; at < Math.min(from + objectEvents, events); at += recordEvents) {
      const record = id();
      let text = '';
      for (let index = 0; index < recordEvents; index++) text += lineOf(at + index, record, index);
      members.push(gzipSync(text, { level: 1 }));
    }
    writeFileSync(join(below, `s-${String(from).padStart(12, '0')}.json.gz`), Buffer.concat(members));
  }
};

interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
  readonly rows: number;
}

const isMeasured = (value: unknown): value is Measured =>
  typeof value === 'object' && value !== null && 'seconds' in value && 'rows' in value;

const measure = async (what: 'etl' | 'floor'): Promise<Measured> => {
  const child = fork(new URL('./etl-child.ts', import.meta.url), [what, folder]);
  let measured: unknown;
  child.on('message', (message) => {
    measured = message;
  });
  await once(child, 'exit');
  if (!isMeasured(measured)) throw new Error(`the ${what} gave no measure`);
  return measured;
};

try {
  console.log(`writing ${events.toLocaleString('en')} staged events, 5 % duplicates …`);
  writeArchive();
  const floor = await measure('floor');
  const etl = await measure('etl');
  const told = ({ seconds, megabytes, rows }: Measured): string =>
    `${seconds.toFixed(1)} s, ${Math.round(events / seconds).toLocaleString('en')} events/s, ${megabytes} MB, ${rows.toLocaleString('en')} rows`;
  console.log(`floor (read, keep the last, write Parquet): ${told(floor)}`);
  console.log(`batch (also load files, survey, ledger):    ${told(etl)}`);
  console.log(`ratio ${(etl.seconds / floor.seconds).toFixed(2)} (goal 1.5); memory goal 2,048 MB at 10 M`);
  if (etl.rows !== floor.rows) throw new Error('the two do not agree on the rows');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
