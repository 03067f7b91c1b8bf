import { once } from 'node:events';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Stage } from '@sluice/core/ports';
import type { LocalConfig } from '../config.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts';

/** The two stages after the front door, each in a thread of its own. */
export interface Pipeline {
  /** Records of the raw stream are durable up to a sequence number. */
  durable(shard: string, sequence: number): void;
  /** Up to where a stage's function is done with a shard. */
  doneWith(consumer: 'validate' | 'store', shard: string): number;
  /** The last durable sequence number of a shard of the staged stream. */
  stagedLast(shard: string): number;
  stop(): Promise<void>;
}

/** What a batch makes dies young: a young generation of 16 MB a thread is collected often and cheaply, and keeps memory small. */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

/** Starts both threads; resolves when both run. `died` is called when one ends without being asked to. */
export const startPipeline = async (
  config: LocalConfig,
  died: (error: unknown) => void,
): Promise<Pipeline> => {
  const done = new Map<string, number>();
  const stagedLast = new Map<string, number>();
  const channel = new MessageChannel();
  let stopping = false;
  const start = async (stage: Stage): Promise<Worker> => {
    const staged = stage === 'raw' ? channel.port1 : channel.port2;
    const { data, shards, retentionWeeks, streamRetentionHours } = config;
    const workerData: WorkerSettings = { stage, data, shards, retentionWeeks, streamRetentionHours, staged };
    const worker = new Worker(new URL('./stage-main.ts', import.meta.url), {
      workerData,
      transferList: [staged],
      resourceLimits,
    });
    worker.on('error', died);
    worker.on('exit', (code) => {
      if (!stopping) died(new Error(`the thread of the ${stage} stream ended with code ${code}`));
    });
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'staged') stagedLast.set(message.shard, message.last);
      if (message.type === 'done') done.set(`${message.consumer}/${message.shard}`, message.sequence);
    });
    await ready(worker);
    return worker;
  };
  // The store thread first: it is to hear where the staged stream stands.
  const store = await start('staged');
  const validate = await start('raw');
  const post = (worker: Worker, message: ToWorker): void => {
    worker.postMessage(message);
  };
  const end = async (worker: Worker): Promise<void> => {
    const exited = once(worker, 'exit');
    post(worker, { type: 'stop' });
    await exited;
  };
  return {
    durable: (shard, sequence) => {
      post(validate, { type: 'durable', shard, sequence });
    },
    doneWith: (consumer, shard) => done.get(`${consumer}/${shard}`) ?? 0,
    stagedLast: (shard) => stagedLast.get(shard) ?? 0,
    stop: async () => {
      stopping = true;
      await end(validate);
      await end(store);
    },
  };
};

const ready = (worker: Worker): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready') resolve();
    });
  });
