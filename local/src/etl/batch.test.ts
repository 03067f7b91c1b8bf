import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { startBatch } from './batch.ts';

const data = mkdtempSync(join(tmpdir(), 'sluice-batch-'));
afterEach(() => {
  vi.useRealTimers();
  rmSync(data, { recursive: true, force: true });
});

it('tells after each run of the clock, and logs when that fails', { timeout: 60_000 }, async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const logged: string[] = [];
  const told = Promise.withResolvers<unknown>();
  const batch = startBatch(
    readConfig({ SLUICE_DATA: data, SLUICE_ETL_MINUTES: '1' }),
    (message) => {
      logged.push(message);
      if (message.startsWith('the books')) told.resolve(undefined);
    },
    () => Promise.reject(new Error('a store is away')),
  );
  vi.advanceTimersByTime(60_000);
  await told.promise;
  expect(logged).toEqual(['the books could not be made']);
  await batch.stop();
});
