import { parentPort, workerData } from 'node:worker_threads';
import type { EventStream, Stage } from '@sluice/core/ports';
import { systemClock } from '../clock.ts';
import { jsonLog } from '../log.ts';
import { answerHandBack, type HandBack } from './hand-back.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts';
import { answerPut } from './staged-stream.ts';
import { startStore } from './store.ts';
import { startValidate } from './validate.ts';

/** The thread of one stage: its archive, its consumers, its function. */
export interface StageThread {
  durable(shard: string, sequence: number): void;
  readonly handBack: HandBack;
  /** The stream that it writes, if any. */
  readonly writes?: EventStream;
  stop(): Promise<void>;
}

// The thread's start: its settings come from the composition of the same release.
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions
const settings = workerData as WorkerSettings;
const port = parentPort;
if (port === null) throw new Error('stage-main.ts runs as a worker thread only');

const tell = (message: FromWorker): void => {
  port.postMessage(message);
};

const start: Record<Stage, typeof startValidate> = { raw: startValidate, staged: startStore };
const thread = await start[settings.stage]({
  settings,
  clock: systemClock,
  log: jsonLog(systemClock, settings.stage === 'raw' ? 'validate' : 'store'),
  random: Math.random,
  tell,
});

const stop = async (): Promise<void> => {
  await thread.stop();
  settings.staged.close();
  port.close();
};

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'durable':
      thread.durable(message.shard, message.sequence);
      break;
    case 'hand-back':
      void answerHandBack(message, thread.handBack).then(tell);
      break;
    case 'put':
      if (thread.writes !== undefined) void answerPut(message, thread.writes).then(tell);
      break;
    case 'stop':
      void stop();
  }
});
tell({ type: 'ready' });
