import { gzipSync } from 'node:zlib';
import type { ArchiveSlice, RefusedSlice, Snapshot } from '@sluice/core/lake';
import { etlPlan } from '../plan/etl-plan.ts';
import type { Plan } from '../plan/plan.ts';
import type { EtlServices } from '../ports.ts';
import { toCompact } from './compaction.ts';
import { metricsOf, readSchemas, resolvedOf, type Resolved, type Schemas } from './schemas.ts';

export interface RunOptions {
  /**
   * Compressed bytes of archive that one run reads at most; the rest is for the next. The fewer runs, the fewer files are written anew for
   * events that come twice: of 10 M events with 5 % duplicates anywhere among them one run takes 124 s, three take 156, seven 400.
   * @default 768 MiB, some 12 M events of 60 bytes
   */
  readonly maxBytes?: number;
  /** Reads objects again that were refused before: they were mended. @default false */
  readonly retryRefused?: boolean;
}

const defaultMaxBytes = 768 * 1024 * 1024;

/** Slices up to a size, one at least. */
export const chooseSlices = async (
  { archive }: Pick<EtlServices, 'archive'>,
  snapshot: Snapshot,
  { maxBytes = defaultMaxBytes, retryRefused = false }: RunOptions,
): Promise<readonly ArchiveSlice[]> => {
  const refused = new Set(retryRefused ? [] : snapshot.refused.map(({ key }) => key));
  const chosen: ArchiveSlice[] = [];
  let bytes = 0;
  for await (const slice of archive.unread(snapshot.archive)) {
    if (refused.has(slice.key)) continue;
    bytes += slice.to - slice.from;
    if (chosen.length > 0 && bytes > maxBytes) break;
    chosen.push(slice);
  }
  return chosen;
};

/** All that a run knew when it began: what it publishes is built from it and from what the engine wrote. */
export interface Prepared {
  readonly run: string;
  readonly snapshot: Snapshot;
  readonly slices: readonly ArchiveSlice[];
  readonly refused: readonly RefusedSlice[];
  readonly schemas: Schemas;
  /** Keys of files whose rows are written under the metric that they belong to by now. */
  readonly moved: readonly string[];
  readonly plan: Plan;
}

const lines = (rows: readonly object[]): Uint8Array =>
  gzipSync(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

/** A file moves only when all its rows do: those that a deletion hides stay where they are. */
const movesOf = (snapshot: Snapshot, resolved: readonly Resolved[]): readonly string[] => {
  const whole = new Set(
    resolved.filter(({ since }) => since === 0).map(({ tenant, undeclared }) => `${tenant} ${undeclared}`),
  );
  return snapshot.files
    .filter(({ tenant, metric }) => whole.has(`${tenant} ${metric}`))
    .map(({ key }) => key);
};

/** Folders of keys, for the engine. */
export const layout = {
  lake: 'lake/v1',
  loads: 'load/v1',
  wide: 'load/v1/wide',
  covered: 'lake/v1/covered',
  aside: 'lake/v1/aside',
  run: (run: string): string => `lake/v1/runs/${run}`,
} as const;

const lakeFileRows = (
  { files }: Snapshot,
  moved: readonly string[],
  schemas: Schemas,
  engineFiles: EtlServices['files'],
): readonly object[] => {
  const isMoved = new Set(moved);
  const compacted = toCompact(
    files.filter(({ key }) => !isMoved.has(key)),
    schemas,
  );
  return files.map(({ tenant, metric, day, key }) => ({
    tenant,
    metric,
    day,
    file: key.slice(key.lastIndexOf('/') + 1),
    path: engineFiles.pathOf(key),
    compact: compacted.has(key),
    move: isMoved.has(key),
  }));
};

/** The plan of a run, and the files beside the archive that it reads. */
export const prepare = async (
  services: Omit<EtlServices, 'engine'>,
  snapshot: Snapshot,
  slices: readonly ArchiveSlice[],
  paths: readonly string[],
  refused: readonly RefusedSlice[],
): Promise<Prepared> => {
  const { files, objects, clock, newUlid, directory } = services;
  const run = newUlid(clock.now());
  const schemas = await readSchemas(directory, services.schemas);
  const resolved = resolvedOf(schemas);
  const moved = movesOf(snapshot, resolved);
  const input = {
    lakeFiles: `${layout.run(run)}/lake-files.json.gz`,
    resolve: `${layout.run(run)}/resolve.json.gz`,
  };
  await objects.put(input.lakeFiles, lines(lakeFileRows(snapshot, moved, schemas, files)));
  await objects.put(input.resolve, lines(resolved));
  const plan = etlPlan({
    run,
    archive: paths,
    lakeFiles: files.pathOf(input.lakeFiles),
    resolve: files.pathOf(input.resolve),
    metrics: metricsOf(schemas),
    lake: files.pathOf(layout.lake),
    loads: files.pathOf(layout.loads),
    wide: files.pathOf(layout.wide),
    covered: files.pathOf(layout.covered),
    aside: files.pathOf(layout.aside),
  });
  return { run, snapshot, slices, refused, schemas, moved, plan };
};

/** True when there is something to do although nothing new was archived. */
export const hasUpkeep = ({ snapshot, moved, schemas }: Prepared): boolean =>
  moved.length > 0 || toCompact(snapshot.files, schemas).size > 0;
