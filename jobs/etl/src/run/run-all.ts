import type { Manifest, RefusedSlice, RunCounts } from '@sluice/core/lake';
import type { EtlServices } from '../ports.ts';
import type { RunOptions } from './prepare.ts';
import { runEtl } from './run.ts';

/** How runs in a row ended, all together, without their files. */
export type RanSummary =
  | { readonly outcome: 'nothing' | 'superseded' }
  /** On a cluster: a job is under way. */
  | { readonly outcome: 'running'; readonly run: string }
  /** On a cluster, asked by a call: it begins, or goes on, by itself. */
  | { readonly outcome: 'woken' }
  | {
      readonly outcome: 'published';
      /** Of the last one. */
      readonly sequence: number;
      readonly counts: RunCounts;
      readonly refused: readonly RefusedSlice[];
    };

const sum = (a: RunCounts, b: RunCounts): RunCounts => ({
  read: a.read + b.read,
  added: a.added + b.added,
  duplicate: a.duplicate + b.duplicate,
  corrected: a.corrected + b.corrected,
  repeated: a.repeated + b.repeated,
  malformed: a.malformed + b.malformed,
  replaced: a.replaced + b.replaced,
});

/** Of two runs in a row. */
export const together = (before: RanSummary, { sequence, counts, refused }: Manifest): RanSummary =>
  before.outcome === 'published'
    ? {
        outcome: 'published',
        sequence,
        counts: sum(before.counts, counts),
        refused: [...before.refused, ...refused],
      }
    : { outcome: 'published', sequence, counts, refused };

/** Runs the batch until there is nothing left to do, or another run came first. Rejects as {@link runEtl} does; what was published stays. */
export const runAll = async (services: EtlServices, options: RunOptions = {}): Promise<RanSummary> => {
  let all: RanSummary = { outcome: 'nothing' };
  for (let isFirst = true; ; isFirst = false) {
    // What was refused before is tried once, not again and again.
    const ran = await runEtl(services, isFirst ? options : { ...options, retryRefused: false });
    if (ran.outcome !== 'published') return all.outcome === 'published' ? all : { outcome: ran.outcome };
    all = together(all, ran.manifest);
  }
};
