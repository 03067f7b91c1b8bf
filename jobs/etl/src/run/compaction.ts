import type { LakeFile } from '@sluice/core/lake';
import type { Schemas } from './schemas.ts';

/** A day's files below this are small: each costs a reader a request and a footer. */
const smallBytes = 64 * 1024 * 1024;
/** What one run writes anew of a day at most, and so the largest file that compaction makes. */
const largestBytes = 512 * 1024 * 1024;
/** So many small files of a day are worth one large one. */
const smallFiles = 8;

const dayOf = ({ tenant, metric, day }: LakeFile): string => `${tenant} ${metric} ${day}`;

const within = (files: readonly LakeFile[]): readonly LakeFile[] => {
  let bytes = 0;
  return files.filter((file) => {
    bytes += file.bytes;
    return bytes <= largestBytes;
  });
};

/** Files of a metric that was deleted hold columns that no schema names any more: they stay as they are. */
const isWritable =
  (schemas: Schemas) =>
  ({ tenant, metric }: LakeFile): boolean =>
    metric.startsWith('u') || (schemas.get(tenant)?.metrics ?? []).some(({ id }) => id === metric);

/** The keys of the files that are to be written anew as fewer: the small files of days that have many, oldest first. */
export const toCompact = (files: readonly LakeFile[], schemas: Schemas): ReadonlySet<string> => {
  const days = Map.groupBy(
    files.filter(({ bytes }) => bytes < smallBytes),
    dayOf,
  );
  const chosen = [...days.values()]
    .filter(
      ([first, ...rest]) =>
        first !== undefined && rest.length + 1 >= smallFiles && isWritable(schemas)(first),
    )
    .flatMap(within);
  return new Set(chosen.map(({ key }) => key));
};
