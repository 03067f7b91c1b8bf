import type { LakeFile } from '@sluice/core/lake';

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

/** The keys of the files that are to be written anew as fewer: the small files of days that have many, oldest first. */
export const toCompact = (files: readonly LakeFile[]): ReadonlySet<string> => {
  const days = Map.groupBy(
    files.filter(({ bytes }) => bytes < smallBytes),
    dayOf,
  );
  const chosen = [...days.values()].filter((small) => small.length >= smallFiles).flatMap(within);
  return new Set(chosen.map(({ key }) => key));
};
