import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeArchive } from './staged.ts';

/**
 * `npm run bench:etl`: the batch over staged events, 5 % of them duplicates, beside a floor: DuckDB reads the same JSON, keeps the last of
 * each identity by a window, and writes the same Parquet. Each in a process of its own, so that its memory is its own.
 */
const events = Number(process.env['SLUICE_BENCH_EVENTS'] ?? 1_000_000);
const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-etl-'));

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
  writeArchive(folder, events);
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
