/** Runs `action` on all items, at most `width` at a time; the results in the order of the items. The first that throws is thrown. */
export const inParallel = async <T, R>(
  width: number,
  items: readonly T[],
  action: (item: T) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = [];
  const queue = items.entries();
  const work = async (): Promise<void> => {
    for (const [i, item] of queue) results[i] = await action(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work));
  return results;
};

/** Items cut, in order, into runs of at most `size`. */
export const runsOf = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size));
