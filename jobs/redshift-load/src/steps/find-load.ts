import type { MetricLoad } from '@sluice/core/lake';
import { fitted } from '../fitted.ts';
import type { LoadName } from '../load-id.ts';
import type { LoadServices } from '../services.ts';

/** What was published of a load, as the warehouse takes it; undefined when there is no such load any more. Throws OutOfService. */
export const findLoad = async (
  { published, dialect }: Pick<LoadServices, 'published' | 'dialect'>,
  { sequence, loadId }: LoadName,
): Promise<MetricLoad | undefined> => {
  for await (const manifest of published.after(sequence - 1)) {
    if (manifest.sequence !== sequence) return undefined;
    const found = manifest.loads.find((load) => load.loadId === loadId);
    return found && fitted(found, dialect);
  }
  return undefined;
};
