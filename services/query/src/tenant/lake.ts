import type { LakeFile } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import type { LakeTableFile, TableSpec } from '../engine/protocol.ts';
import type { Child } from '../process/child.ts';
import type { LakeSource } from './lake-source.ts';
import type { Held } from './listing.ts';

/** Files that were loaded, beside the chunks that were: a name that no partition has. */
const loadedFiles = 'lake';

const fileOf = async (file: LakeFile, spec: TableSpec, lake: LakeSource): Promise<LakeTableFile> => ({
  path: await lake.path(file),
  firstTimestamp: file.firstTimestamp,
  lastTimestamp: file.lastTimestamp,
  isCurrent: file.fields === spec.fieldsDigest,
});

/**
 * Tells a table's engine which files of the lake belong to it. Those of the metric itself are read where they are: their rows are unique. Those
 * of names that it had before it was declared may hold rows that it has too: they are loaded and compared, as chunks are.
 */
export const syncLake = async (
  tenant: TenantId,
  spec: TableSpec,
  { child, held, lake }: { readonly child: Child; readonly held: Held; readonly lake: LakeSource },
): Promise<void> => {
  if (spec.kind === 'errors') return;
  const files = await lake.files(tenant);
  const own = files.filter(({ metric }) => metric === spec.key);
  const names = [...new Set(own.flatMap((file) => file.names))];
  const described = await Promise.all(own.map((file) => fileOf(file, spec, lake)));
  await child.ask({ op: 'lake', key: spec.key, files: described, names });
  const aliases = new Set(spec.metricIds);
  const known = held.get(loadedFiles) ?? new Set<string>();
  const missing = files.filter(
    ({ metric, key }) => metric !== spec.key && aliases.has(metric) && !known.has(key),
  );
  if (missing.length === 0) return;
  const paths = await Promise.all(missing.map((file) => lake.path(file)));
  await child.ask({ op: 'load', key: spec.key, files: paths, from: 'lake' });
  held.set(loadedFiles, new Set([...known, ...missing.map(({ key }) => key)]));
};
