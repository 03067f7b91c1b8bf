import type { FileJob } from '@sluice/core/files';
import type { TenantId } from '@sluice/core/layout';
import { identifyFile } from './identify-file.ts';
import type { Next, SplitServices } from './services.ts';
import { Slice } from './slice.ts';

const splitFile = async (
  tenant: TenantId,
  id: string,
  services: SplitServices,
): Promise<Next | undefined> => {
  const { version, document } = await services.states.split(tenant, id);
  if (document?.state !== 'splitting') return undefined;
  return new Slice(tenant, document, version, services).run();
};

/**
 * Does one slice of the work on a file, and hands what is left on. Any job may come twice, late, or while another works on the same file:
 * what goes out depends on the file alone. Throws OutOfService when something it needs is away; the job is then to be done again.
 */
export const runJob = async (job: FileJob, services: SplitServices): Promise<void> => {
  const { tenant } = job;
  const next =
    'id' in job ? await splitFile(tenant, job.id, services) : await identifyFile(tenant, job.file, services);
  if (next !== undefined) await services.jobs.send(next.job, next.delayMs);
};
