import type { LakeFile } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import type { LakeTableFile, TableSpec } from '../engine/protocol.ts';
import type { Child } from '../process/child.ts';
import { askOnceHolding } from './holding.ts';
import type { LakeSource } from './lake-source.ts';
import type { Held } from './listing.ts';

/** Files that were loaded, beside the chunks that were: a name that no partition has. */
const loadedFiles = 'lake';

const describe = (file: LakeFile, spec: TableSpec, lake: LakeSource): LakeTableFile => ({
  path: lake.path(file),
  firstTimestamp: file.firstTimestamp,
  lastTimestamp: file.lastTimestamp,
  isCurrent: file.fields === spec.fieldsDigest,
});

export interface LakeTarget {
  readonly child: Child;
  readonly held: Held;
  readonly lake: LakeSource;
  /** Files that the table's engine was told of, by path. */
  readonly told: Map<string, LakeFile>;
}

/**
 * Tells a table's engine which files of the lake belong to it. Those of the metric itself are read where they are: their rows are unique. Those
 * of names that it had before it was declared may hold rows that it has too: they are loaded and compared, as chunks are.
 */
export const syncLake = async (tenant: TenantId, spec: TableSpec, target: LakeTarget): Promise<void> => {
  if (spec.kind === 'errors') return;
  const { child, lake, told } = target;
  const files = await lake.files(tenant);
  const own = files.filter(({ metric }) => metric === spec.key);
  const names = [...new Set(own.flatMap((file) => file.names))];
  const described = own.map((file) => describe(file, spec, lake));
  for (const file of own) told.set(lake.path(file), file);
  await askOnceHolding({ lake, fileAt: (path) => told.get(path) }, (there) =>
    child.ask({ op: 'lake', key: spec.key, files: described, names, there }),
  );
  // Not before: until then the engine has those of before.
  const current = new Set(described.map(({ path }) => path));
  for (const path of told.keys()) if (!current.has(path)) told.delete(path);
  await loadAliases(files, spec, target);
};

const loadAliases = async (
  files: readonly LakeFile[],
  spec: TableSpec,
  { child, held, lake, told }: LakeTarget,
): Promise<void> => {
  const aliases = new Set(spec.metricIds);
  const known = held.get(loadedFiles) ?? new Set<string>();
  const fresh = files.filter(
    ({ metric, key }) => metric !== spec.key && aliases.has(metric) && !known.has(key),
  );
  if (fresh.length === 0) return;
  const paths = fresh.map((file) => lake.path(file));
  await askOnceHolding(
    { lake, fileAt: (path) => told.get(path) },
    (there) => child.ask({ op: 'load', key: spec.key, files: paths, from: 'lake', there }),
    fresh,
  );
  held.set(loadedFiles, new Set([...known, ...fresh.map(({ key }) => key)]));
};
