import type { Worker } from 'node:worker_threads';
import type { BatchReport, DeliveredRecord } from '@sluice/core/ports';
import type { Consumer } from './consumer.ts';
import type { FromWorker, ToWorker } from './protocol.ts';

/** Hands a record to a consumer's function, outside of its stream; the function's report. */
export type HandBack = (consumer: string, record: DeliveredRecord) => Promise<BatchReport>;

/** In a stage's thread: hands records to its consumers' functions. These stand being called while a batch of their stream is under way. */
export const handBackTo =
  (consumers: readonly Consumer[]): HandBack =>
  async (name, record) => {
    const consumer = consumers.find((one) => one.name === name);
    if (consumer === undefined)
      throw new Error(`no consumer ${name} here; there are ${consumers.map((one) => one.name).join(', ')}`);
    return consumer.invoke([record]);
  };

/** In a stage's thread: answers one request of {@link handBackOver}. Never rejects. */
export const answerHandBack = async (
  { id, consumer, record }: Extract<ToWorker, { type: 'hand-back' }>,
  handBack: HandBack,
): Promise<FromWorker> => {
  try {
    return { type: 'handed-back', id, report: await handBack(consumer, record) };
  } catch (error) {
    return { type: 'not-handed-back', id, error: error instanceof Error ? error.message : String(error) };
  }
};

/** In the main thread: hands records to the consumers of a stage's thread. Rejects when the function throws, or the thread ends first. */
export const handBackOver = (worker: Worker): HandBack => {
  const waiting = new Map<number, PromiseWithResolvers<BatchReport>>();
  let next = 0;
  let ended = false;
  worker.on('message', (message: FromWorker) => {
    if (message.type !== 'handed-back' && message.type !== 'not-handed-back') return;
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.type === 'handed-back') asked?.resolve(message.report);
    else asked?.reject(new Error(message.error));
  });
  worker.on('exit', () => {
    ended = true;
    for (const { reject } of waiting.values()) reject(stopped());
    waiting.clear();
  });
  return (consumer, record) => {
    if (ended) return Promise.reject(stopped());
    const asked = Promise.withResolvers<BatchReport>();
    const id = next++;
    waiting.set(id, asked);
    const message: ToWorker = { type: 'hand-back', id, consumer, record };
    worker.postMessage(message);
    return asked.promise;
  };
};

const stopped = (): Error => new Error('the pipeline stopped; replay again when it runs');
