import type { MetricLoad } from '@sluice/core/lake';
import type { LoadName } from '../load-id.ts';
import type { PublishedLoads } from '../ports.ts';

/** What was published of a load; undefined when there is no such load any more. Throws OutOfService. */
export const findLoad = async (
  published: PublishedLoads,
  { sequence, loadId }: LoadName,
): Promise<MetricLoad | undefined> => {
  for await (const manifest of published.after(sequence - 1)) {
    if (manifest.sequence !== sequence) return undefined;
    return manifest.loads.find((load) => load.loadId === loadId);
  }
  return undefined;
};
