import type { Manifest } from '@sluice/core/lake';
import type { RunOptions } from '../run/prepare.ts';
import { together, type RanSummary } from '../run/run-all.ts';
import type { ClusterServices } from './ports.ts';
import { wakeCluster } from './wake.ts';

/** Alarms count these lines (infra's alarms.ts, `batch-left-out`). */
const tellPerson = ({ refused, counts, run }: Manifest, log: ClusterServices['log']): void => {
  for (const { key, reason } of refused) log?.(`the batch left out the archive object ${key}: ${reason}`);
  if (counts.malformed > 0)
    log?.(`the batch left out ${counts.malformed} lines that no staged line can be: lake/v1/aside/${run}-…`);
};

/** Wakes, and after a run that was published begins the next: there may be more than one run reads. Rejects as {@link wakeCluster} does. */
export const wakeAll = async (services: ClusterServices, options: RunOptions = {}): Promise<RanSummary> => {
  let all: RanSummary = { outcome: 'nothing' };
  for (;;) {
    const woken = await wakeCluster(services, options);
    if (woken.outcome !== 'published') return all.outcome === 'published' ? all : woken;
    tellPerson(woken.manifest, services.log);
    all = together(all, woken.manifest);
  }
};
