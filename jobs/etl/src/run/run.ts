import type { ArchiveSlice, Manifest, RefusedSlice } from '@sluice/core/lake';
import type { PlanResult } from '../plan/plan.ts';
import type { EtlServices } from '../ports.ts';
import { manifestOf } from './manifest.ts';
import { chooseSlices, hasUpkeep, prepare, type Prepared, type RunOptions } from './prepare.ts';
import { writeSurveys } from './survey.ts';

/** All but the engine. */
type Preparing = Omit<EtlServices, 'engine'>;

/** How a run ended. */
export type Ran =
  | { readonly outcome: 'published'; readonly manifest: Manifest }
  /** Nothing new was archived, and nothing is to be moved or compacted. */
  | { readonly outcome: 'nothing' }
  /** Another run published meanwhile; nothing of this one is seen. */
  | { readonly outcome: 'superseded' };

/** Publishes what the engine wrote for a prepared run: its files first, the manifest last. */
export const finish = async (
  prepared: Omit<Prepared, 'plan'>,
  result: PlanResult,
  services: Preparing,
): Promise<Exclude<Ran, { outcome: 'nothing' }>> => {
  const { lake, objects, files, clock } = services;
  const surveys = await writeSurveys(objects, prepared.snapshot, prepared.run, result);
  await files.makeDurable(result.written.map(({ path }) => files.keyOf(path)));
  const manifest = manifestOf(prepared, result, surveys, files, clock.now());
  const outcome = await lake.publish(prepared.snapshot, manifest);
  return outcome === 'published' ? { outcome, manifest } : { outcome };
};

/** At once, so many objects are looked at: each by a thread of zlib, or while others are fetched. */
const width = 4;

/** Those of the slices that cannot be read, with the reasons. */
const damaged = async (
  slices: readonly ArchiveSlice[],
  { archive }: Preparing,
): Promise<readonly RefusedSlice[]> => {
  const found: RefusedSlice[] = [];
  for (let at = 0; at < slices.length; at += width) {
    const part = slices.slice(at, at + width);
    const reasons = await Promise.all(part.map((slice) => archive.damage(slice)));
    found.push(
      ...part.flatMap((slice, i) => (reasons[i] === undefined ? [] : [{ ...slice, reason: reasons[i] }])),
    );
  }
  return found;
};

/** A run that is ready to go to an engine; `prepared` is undefined when there is nothing to do. `close` removes what the slices needed. */
export interface Opened {
  readonly prepared: Prepared | undefined;
  close(): Promise<void>;
}

/** Begins a run: chooses what it reads, looks at each object, and makes its plan. */
export const open = async (services: Preparing, options: RunOptions): Promise<Opened> => {
  const snapshot = await services.lake.snapshot();
  const chosen = await chooseSlices(services, snapshot, options);
  const refused = await damaged(chosen, services);
  const keys = new Set(refused.map(({ key }) => key));
  const slices = chosen.filter(({ key }) => !keys.has(key));
  const files = await services.archive.open(slices);
  try {
    const prepared = await prepare(services, snapshot, slices, files.paths, refused);
    const isEmpty = slices.length === 0 && refused.length === 0 && !hasUpkeep(prepared);
    return { prepared: isEmpty ? undefined : prepared, close: () => files.close() };
  } catch (error) {
    await files.close();
    throw error;
  }
};

/**
 * One run of the batch: what was archived since the last one goes into the lake, and is made ready for the warehouse. May die anywhere, run
 * beside another, or come late: readers see what a manifest names, and only one run publishes a number. An archive object that cannot be
 * read to its end is refused with its reason, and everything else goes on; each is looked at before, because DuckDB 1.5 takes a gzip file
 * that is cut off for one that ends there.
 * @throws OutOfService when a store is away; SluiceError `EngineFailed` when the engine fails
 */
export const runEtl = async (services: EtlServices, options: RunOptions = {}): Promise<Ran> => {
  const opened = await open(services, options);
  const { prepared } = opened;
  try {
    if (prepared === undefined) return { outcome: 'nothing' };
    return await finish(prepared, await services.engine.run(prepared.plan), services);
  } finally {
    await opened.close();
  }
};
