import type { RunOptions } from '../run/prepare.ts';
import { together, type RanSummary } from '../run/run-all.ts';
import type { ClusterServices } from './ports.ts';
import { wakeCluster } from './wake.ts';

/** Wakes, and after a run that was published begins the next: there may be more than one run reads. Rejects as {@link wakeCluster} does. */
export const wakeAll = async (services: ClusterServices, options: RunOptions = {}): Promise<RanSummary> => {
  let all: RanSummary = { outcome: 'nothing' };
  for (;;) {
    const woken = await wakeCluster(services, options);
    if (woken.outcome !== 'published') return all.outcome === 'published' ? all : woken;
    all = together(all, woken.manifest);
  }
};
