import { SluiceError } from '@sluice/core/failure';
import type { StoredEtlRun } from '@sluice/core/forms';
import type { Manifest } from '@sluice/core/lake';
import type { RunOptions } from '../run/prepare.ts';
import { finish, open } from '../run/run.ts';
import { currentRun, noRun, replaceRun, type Current } from './current-run.ts';
import { keepRun, keptRun, keysOf, resultOf } from './kept-run.ts';
import type { ClusterServices } from './ports.ts';

/** How far a wake found the batch. */
export type Woken =
  | { readonly outcome: 'published'; readonly manifest: Manifest }
  /** There is nothing to do, or another published first. */
  | { readonly outcome: 'nothing' | 'superseded' }
  /** A job is under way; its end, or the clock, wakes again. */
  | { readonly outcome: 'running'; readonly run: string };

type Running = StoredEtlRun;

const under = ({ run }: Running): Woken => ({ outcome: 'running', run });

/** Starting it again gives the same job: its token is the run. */
const startJob = async (services: ClusterServices, version: number, run: Running): Promise<Woken> => {
  const { files, states, jobs } = services;
  const keys = keysOf(run.run);
  const jobId = await jobs.start({
    token: run.run,
    plan: files.pathOf(keys.plan),
    result: files.pathOf(keys.result),
  });
  await replaceRun(states, version, { ...run, jobId });
  return under(run);
};

const begin = async (
  services: ClusterServices,
  { version }: Current,
  options: RunOptions,
): Promise<Woken> => {
  const opened = await open(services, options);
  const { prepared } = opened;
  if (prepared === undefined) {
    await opened.close();
    return { outcome: 'nothing' };
  }
  // Not closed: the job reads the slices, which of an archive in a bucket are its objects themselves.
  await keepRun(services.objects, prepared);
  const run: Running = { v: 1, run: prepared.run, jobId: '', startedAt: services.clock.now() };
  const stored = await replaceRun(services.states, version, run);
  if (stored === 'conflict') return { outcome: 'superseded' };
  return startJob(services, version + 1, run);
};

const failure = ({ run, jobId }: Running, reason: string): SluiceError =>
  new SluiceError({
    class: 'retryable',
    code: 'EngineFailed',
    message: `the job ${jobId} of the run ${run} failed: ${reason}; the next run reads the same again`,
  });

const publish = async (services: ClusterServices, run: Running): Promise<Woken> => {
  const [snapshot, { sequence, ...kept }] = [
    await services.lake.snapshot(),
    await keptRun(services.objects, run.run),
  ];
  if (snapshot.sequence !== sequence) return { outcome: 'superseded' };
  return finish({ ...kept, snapshot }, await resultOf(services.objects, run.run), services);
};

const follow = async (services: ClusterServices, version: number, run: Running): Promise<Woken> => {
  const { states, jobs } = services;
  const found = await jobs.stateOf(run.jobId);
  switch (found.state) {
    case 'running':
      return under(run);
    case 'failed':
      await replaceRun(states, version, noRun);
      throw failure(run, found.reason);
    case 'succeeded': {
      const woken = await publish(services, run);
      await replaceRun(states, version, noRun);
      return woken;
    }
  }
};

/**
 * Takes the batch on a cluster one step further, without waiting: begins a run and starts its job, or publishes what an ended job wrote.
 * Called by the clock, by the end of a job, and by whoever asks; any number at once, each may die anywhere: one row of the state store says
 * what is under way, a job's token starts it once, and the lake's log publishes one run a number. A run that nobody has a row of any more
 * leaves files that no manifest names.
 * @throws OutOfService when a store or the cluster is away; SluiceError `EngineFailed` when a job failed, once
 */
export const wakeCluster = async (services: ClusterServices, options: RunOptions = {}): Promise<Woken> => {
  const current = await currentRun(services.states);
  const { version, run } = current;
  if (run === undefined) return begin(services, current, options);
  return run.jobId === '' ? startJob(services, version, run) : follow(services, version, run);
};
