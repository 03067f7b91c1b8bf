import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { RanSummary } from '@sluice/etl';
import type { LocalConfig } from '../config.ts';
import type { Log } from '../log.ts';

/** The batch of one machine. */
export interface Batch {
  /** Runs it once, after a run that is under way. Rejects with what failed. */
  readonly run: (options: { readonly retryRefused?: boolean }) => Promise<RanSummary>;
  /** Does something while no run is under way: one process has the warehouse open at a time. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
  /** Ends a run under way: it has published or it has not. */
  stop(): Promise<void>;
}

const main = new URL('./main.ts', import.meta.url);

const isSummary = (message: unknown): message is { readonly summary: RanSummary } =>
  typeof message === 'object' && message !== null && 'summary' in message;

const reasonIn = (message: unknown): string =>
  typeof message === 'object' && message !== null && 'failure' in message
    ? String(message.failure)
    : 'its process ended without an answer';

/** The last message of a child, when it has ended. */
const heard = async (child: ChildProcess): Promise<unknown> => {
  let last: unknown;
  child.on('message', (message) => {
    last = message;
  });
  await once(child, 'exit');
  return last;
};

/** Runs in processes of their own, one after the other. */
const runner = (data: string) => {
  let turn: Promise<unknown> = Promise.resolve();
  let child: ChildProcess | undefined;
  let isStopped = false;
  const runOnce = async (retryRefused: boolean): Promise<RanSummary> => {
    if (isStopped) throw new Error('the instance is stopping');
    child = fork(main, [data, String(retryRefused)], {
      env: {},
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const message = await heard(child);
    child = undefined;
    if (isSummary(message)) return message.summary;
    throw new Error(`the batch failed: ${reasonIn(message)}`);
  };
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };
  return {
    alone,
    run: ({ retryRefused = false }: { readonly retryRefused?: boolean }): Promise<RanSummary> =>
      alone(() => runOnce(retryRefused)),
    stop: async (): Promise<void> => {
      isStopped = true;
      child?.kill('SIGKILL');
      await turn;
    },
  };
};

/**
 * The batch: when asked, and every `etlMinutes`.
 * @param ran called after each run that the clock began, whether there was something to do or not
 */
export const startBatch = (
  { data, etlMinutes }: LocalConfig,
  log: Log,
  ran: () => Promise<void> = () => Promise.resolve(),
): Batch => {
  const { run, alone, stop } = runner(data);
  const tick = async (): Promise<void> => {
    try {
      const summary = await run({});
      if (summary.outcome !== 'nothing') log('the batch ran', { ...summary });
    } catch (error) {
      log('the batch failed; what was archived waits for the next run', { error: String(error) });
    }
    await ran().catch((error: unknown) => {
      log('the books could not be made', { error: String(error) });
    });
  };
  const timer = etlMinutes === 0 ? undefined : setInterval(() => void tick(), etlMinutes * 60_000).unref();
  return {
    run,
    alone,
    stop: async () => {
      clearInterval(timer);
      await stop();
    },
  };
};
