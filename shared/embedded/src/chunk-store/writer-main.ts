/**
 * A process or thread for the tests: writes batches of chunks to the store in the folder given, in the tables given, and prints a line
 * for each batch that was acknowledged or failed. A process goes on until it is killed, a thread until it gets a message.
 */
import { writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { parentPort } from 'node:worker_threads';
import { aChunk, aPartition } from '@sluice/testing/factories/chunks';
import { isTenantId } from '@sluice/core/layout';
import { openChunkStore } from './index.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [folder = '', tenant = '', prefix = '', ...tables] = positionals;
if (!isTenantId(tenant)) throw new Error(`the tenant "${tenant}" is not a tenant id`);
const store = openChunkStore(folder);

const stop = new AbortController();
parentPort?.once('message', () => stop.abort());

for (let batch = 0; !stop.signal.aborted; batch += 1) {
  await setImmediate();
  const table = tables[batch % tables.length] ?? 'late';
  const partition = aPartition({ table, tenant });
  const chunks = Array.from({ length: 20 }, (_, i) => {
    const chunkId = `${prefix}-${batch}-${i}`;
    return aChunk({ partition, chunkId, firstTimestamp: batch, body: Buffer.from(chunkId.repeat(200)) });
  });
  const outcomes = await store.put(chunks);
  const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.failure.code));
  const line = `${table} ${batch} ${[...new Set(codes)].join()}`;
  if (parentPort === null) writeSync(1, `${line}\n`);
  else parentPort.postMessage(line);
}
await store.close();
