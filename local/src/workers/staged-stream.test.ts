import { Worker } from 'node:worker_threads';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { memoryEventStream } from '@sluice/testing/memory/event-stream';
import { answerPut, stagedStreamOf } from './staged-stream.ts';

const record = (key: string) => ({ partitionKey: key, data: Buffer.from(key) });

it('answers for each record, in the thread that writes', async () => {
  const stream = memoryEventStream();
  expect(await answerPut({ type: 'put', id: 3, records: [record('a'), record('b')] }, stream)).toEqual({
    type: 'was-put',
    id: 3,
    outcomes: [
      { ok: true, shard: 'shard-0', sequence: '1' },
      { ok: true, shard: 'shard-0', sequence: '2' },
    ],
  });
});

it('has outcomes of its own when the thread ends before it answers, and after', async () => {
  // Takes one message, which it does not answer, and ends.
  const worker = new Worker(
    `require('node:worker_threads').parentPort.once('message', () => process.exit(0))`,
    {
      eval: true,
    },
  );
  const stream = stagedStreamOf(worker);
  const ended = once(worker, 'exit');
  const failed = { ok: false, failure: { class: 'retryable', code: 'PipelineStopped' } };
  expect(await stream.put([record('a'), record('b')])).toMatchObject([failed, failed]);
  await ended;
  expect(await stream.put([record('c')])).toMatchObject([failed]);
});
