import type { ArchiveSlice, Manifest, RefusedSlice, Snapshot } from '@sluice/core/lake';
import type { PlanResult } from '../plan/plan.ts';
import type { EtlServices } from '../ports.ts';
import { manifestOf } from './manifest.ts';
import { chooseSlices, hasUpkeep, prepare, type Prepared, type RunOptions } from './prepare.ts';
import { writeSurveys } from './survey.ts';

/** How a run ended. */
export type Ran =
  | { readonly outcome: 'published'; readonly manifest: Manifest }
  /** Nothing new was archived, and nothing is to be moved or compacted. */
  | { readonly outcome: 'nothing' }
  /** Another run published meanwhile; nothing of this one is seen. */
  | { readonly outcome: 'superseded' };

/** Publishes what the engine wrote for a prepared run: its files first, the manifest last. */
export const finish = async (
  prepared: Prepared,
  result: PlanResult,
  services: EtlServices,
): Promise<Exclude<Ran, { outcome: 'nothing' }>> => {
  const { lake, objects, files, clock } = services;
  const surveys = await writeSurveys(objects, prepared.snapshot, prepared.run, result);
  await files.makeDurable(result.written.map(({ path }) => files.keyOf(path)));
  const manifest = manifestOf(prepared, result, surveys, files, clock.now());
  const outcome = await lake.publish(prepared.snapshot, manifest);
  return outcome === 'published' ? { outcome, manifest } : { outcome };
};

/** Those of the slices that cannot be read, with the reasons. */
const damaged = async (
  slices: readonly ArchiveSlice[],
  { archive }: EtlServices,
): Promise<readonly RefusedSlice[]> => {
  const found: RefusedSlice[] = [];
  for (const slice of slices) {
    const reason = await archive.damage(slice);
    if (reason !== undefined) found.push({ ...slice, reason });
  }
  return found;
};

const attempt = async (
  services: EtlServices,
  snapshot: Snapshot,
  slices: readonly ArchiveSlice[],
  refused: readonly RefusedSlice[],
): Promise<Ran> => {
  const open = await services.archive.open(slices);
  try {
    const prepared = await prepare(services, snapshot, slices, open.paths, refused);
    if (slices.length === 0 && refused.length === 0 && !hasUpkeep(prepared)) return { outcome: 'nothing' };
    return await finish(prepared, await services.engine.run(prepared.plan), services);
  } finally {
    await open.close();
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
  const snapshot = await services.lake.snapshot();
  const slices = await chooseSlices(services, snapshot, options);
  const refused = await damaged(slices, services);
  const keys = new Set(refused.map(({ key }) => key));
  const readable = slices.filter(({ key }) => !keys.has(key));
  return attempt(services, snapshot, readable, refused);
};
