import { hash } from 'node:crypto';
import { mkdtempSync, openSync, closeSync, fdatasyncSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The least that ingesting can be: one process parses each request, hashes each event, appends the bytes and syncs, a request at a time. */
export const floor = async (events: number): Promise<{ readonly events: number; readonly ms: number }> => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-floor-'));
  const file = openSync(join(folder, 'log'), 'w');
  const body = Buffer.from(
    `[${Array.from({ length: 500 }, (_, i) => `{"metrictype":"trip","timestamp":${1_763_868_912_345 + i},"n":${i},"vendor":1,"distance":${i / 100},"fare":17.5,"tip":2.25,"zone":"zone-${i % 100} Manhattan","pax":${i % 6},"paid":true,"note":"n-${i % 60}-${(i * 7919) % 100_000}"}`).join(',')}]`,
  );
  const begin = performance.now();
  for (let done = 0; done < events; done += 500) {
    for (const event of JSON.parse(body.toString('utf8')) as unknown[])
      hash('sha256', JSON.stringify(event), 'hex');
    writeSync(file, body);
    fdatasyncSync(file);
  }
  const ms = performance.now() - begin;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return Promise.resolve({ events, ms });
};
