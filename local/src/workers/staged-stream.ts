import type { Worker } from 'node:worker_threads';
import type { EventStream, PutOutcome } from '@sluice/core/ports';
import type { FromWorker, ToWorker } from './protocol.ts';

/** In the thread that writes the staged stream: answers one request of {@link stagedStreamOf}. */
export const answerPut = async (
  { id, records }: Extract<ToWorker, { type: 'put' }>,
  stream: EventStream,
): Promise<FromWorker> => ({ type: 'was-put', id, outcomes: await stream.put(records) });

const stopped: PutOutcome = {
  ok: false,
  failure: {
    class: 'retryable',
    code: 'PipelineStopped',
    message: 'the pipeline stopped; replay again when it runs',
  },
};

interface Waiting {
  readonly count: number;
  readonly answer: (outcomes: readonly PutOutcome[]) => void;
}

/** In the main thread: the staged stream, which has one writer, in the thread that validates. */
export const stagedStreamOf = (worker: Worker): EventStream => {
  const waiting = new Map<number, Waiting>();
  let next = 0;
  let ended = false;
  const none = (count: number): readonly PutOutcome[] => Array.from({ length: count }, () => stopped);
  worker.on('message', (message: FromWorker) => {
    if (message.type !== 'was-put') return;
    waiting.get(message.id)?.answer(message.outcomes);
    waiting.delete(message.id);
  });
  worker.on('exit', () => {
    ended = true;
    for (const { count, answer } of waiting.values()) answer(none(count));
    waiting.clear();
  });
  return {
    put: (records) => {
      if (ended) return Promise.resolve(none(records.length));
      const { promise, resolve } = Promise.withResolvers<readonly PutOutcome[]>();
      const id = next++;
      waiting.set(id, { count: records.length, answer: resolve });
      const message: ToWorker = { type: 'put', id, records };
      worker.postMessage(message);
      return promise;
    },
  };
};
