import type { OpenShard } from '@sluice/core/ports';

/** All partition keys. */
const hashes = 2 ** 128;

/** Share of all partition keys that a shard takes, 0 to 1. */
export const widthOf = ({ first, last }: OpenShard): number => Number(last - first + 1n) / hashes;

/**
 * What the stream takes, in shards: as keys are spread evenly, the widest shard is full first, and then the stream. Half-merged it takes
 * half of what it did (CAPACITY 4.1.7).
 */
export const capacityOf = (shards: readonly OpenShard[]): number =>
  shards.length === 0 ? 0 : 1 / shards.reduce((widest, shard) => Math.max(widest, widthOf(shard)), 0);

/** A little more than rounding. */
const unlike = 1.01;

/** Two neighbours of the narrowest kind, to be merged next; undefined when all are as wide as the widest, or no two stand together. */
export const nextPair = (shards: readonly OpenShard[]): readonly [OpenShard, OpenShard] | undefined => {
  const widths = shards.map(widthOf);
  const widest = Math.max(...widths);
  for (let i = 0; i + 1 < shards.length; i += 1) {
    const [left, right] = [shards[i], shards[i + 1]];
    const together = (widths[i] ?? 0) + (widths[i + 1] ?? 0);
    if (left !== undefined && right !== undefined && together <= unlike * widest) return [left, right];
  }
  return undefined;
};

/** The first two, where all are alike: the first step of halving them. */
export const firstPair = ([left, right]: readonly OpenShard[]):
  readonly [OpenShard, OpenShard] | undefined =>
  left === undefined || right === undefined ? undefined : [left, right];

/** The widest, and the hash at which its second half begins. */
export const widestSplit = (
  shards: readonly OpenShard[],
): { readonly shard: OpenShard; readonly from: bigint } | undefined => {
  const [first, ...more] = shards;
  if (first === undefined) return undefined;
  const shard = more.reduce((widest, one) => (widthOf(one) > widthOf(widest) ? one : widest), first);
  return { shard, from: (shard.first + shard.last) / 2n + 1n };
};
