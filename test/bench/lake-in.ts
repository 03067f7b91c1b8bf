import { join } from 'node:path';
import { ulid } from 'ulid';
import { lakeLog } from '@sluice/core/lake';
import { embeddedEngineFiles, embeddedStagedArchive } from '@sluice/embedded/lake';
import { openObjectStore } from '@sluice/embedded/object-store';
import { duckDbEngine, type EtlServices, type PlanEngine } from '@sluice/etl';
import { aTenant } from '@sluice/testing/factories/directory';
import { aChange, aTenantSchema } from '@sluice/testing/factories/tenant-schema';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memorySchemaStore } from '@sluice/testing/memory/schema-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { pump, tenant } from './staged.ts';

/** DuckDB as the batch has it on one machine. */
export const duckDb = (folder: string, memoryMegabytes: number): PlanEngine =>
  duckDbEngine({ tempFolder: join(folder, 'spill'), memoryMegabytes });

/** The batch over the archive in a folder, its state in memory. */
export const lakeIn = async (
  folder: string,
  engine: PlanEngine,
): Promise<{ readonly lake: EtlServices['lake']; readonly services: EtlServices }> => {
  const directory = memoryDirectory();
  await directory.createTenant({ ...aTenant(), id: tenant });
  const schemas = memorySchemaStore();
  await schemas.replace(tenant, 0, aTenantSchema({ metrics: [pump] }), aChange());
  const objects = await openObjectStore(folder);
  const lake = lakeLog(memoryStateStore(), objects);
  return {
    lake,
    services: {
      lake,
      objects,
      directory,
      schemas,
      archive: embeddedStagedArchive(folder, join(folder, 'slices')),
      files: embeddedEngineFiles(folder),
      engine,
      clock: { now: () => Date.now() },
      newUlid: ulid,
    },
  };
};
