import { once } from 'node:events';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { EventStream, Stage } from '@sluice/core/ports';
import type { LocalConfig } from '../config.ts';
import { handBackOver, type HandBack } from './hand-back.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts';
import { stagedStreamOf } from './staged-stream.ts';

/** The two stages after the front door, each in a thread of its own. */
export interface Pipeline {
  /** Records of the raw stream are durable up to a sequence number. */
  durable(shard: string, sequence: number): void;
  /** Up to where a stage's function is done with a shard. */
  readonly doneWith: (consumer: 'validate' | 'store', shard: string) => number;
  /** The last durable sequence number of a shard of the staged stream. */
  readonly stagedLast: (shard: string) => number;
  /** Hands a record to the function of a consumer of either stream, in its thread. */
  readonly handBack: HandBack;
  /** The staged stream, to be put to from the main thread. */
  readonly staged: EventStream;
  stop(): Promise<void>;
}

/** What a batch makes dies young: a young generation of 16 MB a thread is collected often and cheaply, and keeps memory small. */
const resourceLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 };

/** Starts both threads; resolves when both run. `died` is called when one ends without being asked to. */
export const startPipeline = async (
  config: LocalConfig,
  died: (error: unknown) => void,
): Promise<Pipeline> => {
  const { port1: toStaged, port2: fromStaged } = new MessageChannel();
  const progress = watchProgress();
  // The store thread first: it is to hear where the staged stream stands.
  const store = await startStage('staged', config, fromStaged, died, progress.hear);
  const validate = await startStage('raw', config, toStaged, died, progress.hear);
  return {
    ...progress,
    staged: validate.staged,
    durable: (shard, sequence) => {
      validate.post({ type: 'durable', shard, sequence });
    },
    handBack: (consumer, record) => {
      const stage = consumer === 'store' || consumer === 'archive-staged' ? store : validate;
      return stage.handBack(consumer, record);
    },
    stop: async () => {
      await validate.stop();
      await store.stop();
    },
  };
};

/** Where the consumers and the staged stream stand, by what the threads tell. */
const watchProgress = (): Pick<Pipeline, 'doneWith' | 'stagedLast'> & {
  readonly hear: (message: FromWorker) => void;
} => {
  const done = new Map<string, number>();
  const stagedLast = new Map<string, number>();
  return {
    hear: (message) => {
      if (message.type === 'staged') stagedLast.set(message.shard, message.last);
      if (message.type === 'done') done.set(`${message.consumer}/${message.shard}`, message.sequence);
    },
    doneWith: (consumer, shard) => done.get(`${consumer}/${shard}`) ?? 0,
    stagedLast: (shard) => stagedLast.get(shard) ?? 0,
  };
};

interface RunningStage {
  readonly handBack: HandBack;
  readonly staged: EventStream;
  post(message: ToWorker): void;
  stop(): Promise<void>;
}

const startStage = async (
  stage: Stage,
  { data, shards, retentionWeeks, streamRetentionHours }: LocalConfig,
  staged: MessagePort,
  died: (error: unknown) => void,
  hear: (message: FromWorker) => void,
): Promise<RunningStage> => {
  const workerData: WorkerSettings = { stage, data, shards, retentionWeeks, streamRetentionHours, staged };
  const url = new URL('./stage-main.ts', import.meta.url);
  const worker = new Worker(url, { workerData, transferList: [staged], resourceLimits });
  let stopping = false;
  worker.on('error', died);
  worker.on('exit', (code) => {
    if (!stopping) died(new Error(`the thread of the ${stage} stream ended with code ${code}`));
  });
  worker.on('message', hear);
  await ready(worker);
  const post = (message: ToWorker): void => {
    worker.postMessage(message);
  };
  return {
    handBack: handBackOver(worker),
    staged: stagedStreamOf(worker),
    post,
    stop: async () => {
      stopping = true;
      const exited = once(worker, 'exit');
      post({ type: 'stop' });
      await exited;
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
