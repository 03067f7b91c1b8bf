import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from 'vitest';
import type { DeliveredRecord } from '@sluice/core/ports';
import { eventStreamContract } from '@sluice/testing/contracts/event-stream';
import { LogReader, openLogStream, type LogStream } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-stream-'));
const opened: LogStream[] = [];
afterAll(async () => {
  for (const stream of opened) await stream.close();
  rmSync(root, { recursive: true });
});
let made = 0;

const readShard = async (folder: string, stream: LogStream, shard: string): Promise<DeliveredRecord[]> => {
  const reader = new LogReader(folder, shard);
  const found: DeliveredRecord[] = [];
  const limits = { upTo: stream.last(shard), records: 1_000, bytes: 4_000_000 };
  while (found.length < limits.upTo) found.push(...(await reader.read(found.length, limits)));
  await reader.close();
  return found;
};

eventStreamContract('log', async () => {
  const folder = path.join(root, String((made += 1)));
  const stream = await openLogStream({ folder, shards: 3, clock: { now: () => 1_763_868_912_345 } });
  opened.push(stream);
  return {
    stream,
    delivered: async () =>
      (await Promise.all(stream.shards.map((shard) => readShard(folder, stream, shard)))).flat(),
  };
});
