import { setTimeout as sleep } from 'node:timers/promises';
import type { BatchServices } from '@sluice/batch';
import { JobQueue, runJob, type SplitServices } from '@sluice/batch-split';
import { FileStates, objectBytes } from '@sluice/core/files';
import { openErrorSink, type EmbeddedErrorSink } from '@sluice/embedded/error-sink';
import type { NewUlid } from '@sluice/core/ports';
import { systemClock } from './clock.ts';
import type { LocalConfig } from './config.ts';
import { folders } from './folders.ts';
import type { Log } from './log.ts';
import type { Stores } from './stores.ts';

/** A file in a request: the edge takes no larger bodies. */
const maxBytes = 10 * 1024 * 1024;

/** Slices that leave the process time for requests; a rate that leaves the stages room for live traffic. */
const settings = { sliceBytes: 4 * 1024 * 1024, sliceMs: 2_000, eventsPerSecond: 20_000 } as const;

/** Files of events on one machine: kept in the object store, split in this process. */
export interface Files {
  readonly services: BatchServices;
  /** Lets the slice under way end. */
  stop(): Promise<void>;
}

const wait = async (ms: number, signal?: AbortSignal): Promise<void> => {
  // Told to stop it returns at once.
  await sleep(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
};

const goOn = async (queue: JobQueue, states: FileStates, { directory }: Stores): Promise<void> => {
  for (const { id } of await directory.tenants())
    for await (const job of states.unfinished(id)) await queue.send(job);
};

/** Goes on with the files that were under way when the process ended. */
export const startFiles = async (
  { data }: LocalConfig,
  stores: Stores,
  { newUlid, log }: { readonly newUlid: NewUlid; readonly log: Log },
): Promise<Files> => {
  const { objects, directory, raw: stream, state } = stores;
  const states = new FileStates(state);
  const errors: EmbeddedErrorSink = await openErrorSink({
    folder: folders(data).objects,
    clock: systemClock,
    owner: 'files',
  });
  const files = objectBytes(objects);
  const queue = new JobQueue({
    run: (job) => runJob(job, split),
    wait,
    log: (message, error) => {
      log(message, { error: String(error) });
    },
  });
  const split: SplitServices = {
    states, files, stream, errors, jobs: queue, clock: systemClock, wait, settings, isStopping: () => queue.isStopping,
  }; // prettier-ignore
  await goOn(queue, states, stores);
  return {
    services: { directory, states, objects, jobs: queue, clock: systemClock, newUlid, maxBytes },
    stop: async () => {
      await queue.stop();
      await errors.close();
    },
  };
};
