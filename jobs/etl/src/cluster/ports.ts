import type { StateStore } from '@sluice/core/ports';
import type { EtlServices } from '../ports.ts';

/** A plan that a cluster is to run. */
export interface ClusterJob {
  /** Names the attempt: the same token starts no second job. */
  readonly token: string;
  /** Address of the plan, JSON. */
  readonly plan: string;
  /** Address where the result is to be written, JSON. */
  readonly result: string;
}

export type JobState =
  | { readonly state: 'running' | 'succeeded' }
  /** It ended without a result, was cancelled, or is not known any more. */
  | { readonly state: 'failed'; readonly reason: string };

/** Runs jobs beside us. Every method throws OutOfService when the cluster does not answer. */
export interface JobRunner {
  /** Gives the id of the job; of the one of before when the token was used. */
  start(job: ClusterJob): Promise<string>;
  stateOf(id: string): Promise<JobState>;
}

export interface ClusterServices extends Omit<EtlServices, 'engine'> {
  readonly states: StateStore;
  readonly jobs: JobRunner;
  readonly log?: (message: string, error?: unknown) => void;
}
