import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Held } from './frame/plot.ts';
import type { Series } from './frame/series.ts';
import type { Outcome } from './report.ts';

/** One series through every policy of one kind. */
export interface Job {
  readonly kind: 'streams' | 'tables';
  /** Not yet scaled. */
  readonly raw: Series;
}

export interface JobResult {
  readonly outcome: Outcome;
  readonly scaled: Series;
  readonly held: readonly Held[];
}

const runOne = async (job: Job): Promise<JobResult> => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: job });
  const messages: unknown[] = await once(worker, 'message');

  return messages[0] as JobResult;
};

/** Runs all, as many at once as there are processors, the longest first; the results are in the order of the jobs. Throws what a worker threw. */
export const runJobs = async (
  jobs: readonly Job[],
  done: (job: Job) => void,
): Promise<readonly JobResult[]> => {
  const results = new Map<Job, JobResult>();
  const queue = jobs.toSorted((a, b) => b.raw.demand.length - a.raw.demand.length);
  const lane = async (): Promise<void> => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      results.set(job, await runOne(job));
      done(job);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return jobs.flatMap((job) => results.get(job) ?? []);
};
