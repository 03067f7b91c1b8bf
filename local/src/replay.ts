import { randomInt } from 'node:crypto';
import { setImmediate as immediate, setTimeout as sleep } from 'node:timers/promises';
import type { ArchiveServices } from '@sluice/replay';
import { archiveObjects } from '@sluice/embedded/archive';
import { systemClock } from './clock.ts';
import { folders } from './folders.ts';
import type { Stores } from './stores.ts';
import type { Pipeline } from './workers/pipeline.ts';

/** A stop waits for the slice under way; a rate that leaves the stages room for live traffic, as for files. */
const settings = { sliceMs: 5_000, eventsPerSecond: 20_000 } as const;

/** A disk takes far more records than the rate of events lets through. */
const capacity = { spare: () => Promise.resolve(10_000) };

/** Replay of the archives on one machine: onto its own streams, no others. */
export const archiveReplay = (
  data: string,
  { objects, state, raw }: Pick<Stores, 'objects' | 'state' | 'raw'>,
  { staged }: Pick<Pipeline, 'staged'>,
): ArchiveServices => ({
  archive: archiveObjects(folders(data).objects),
  objects,
  state,
  target: (stage, into) =>
    into === undefined ? { stream: stage === 'raw' ? raw : staged, capacity } : undefined,
  clock: systemClock,
  random: () => randomInt(1_000_000) / 1_000_000,
  wait: (ms) => sleep(ms),
  // The front door is in this thread: a member of 500 events takes about a millisecond.
  breathe: () => immediate(),
  settings,
});
