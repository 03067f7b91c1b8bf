import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';
import { monotonicFactory } from 'ulid';
import { lakeLog } from '@sluice/core/lake';
import { loadMasterKey, openDirectory } from '@sluice/embedded/directory';
import { embeddedEngineFiles, embeddedStagedArchive } from '@sluice/embedded/lake';
import { openObjectStore } from '@sluice/embedded/object-store';
import { openSchemaStore } from '@sluice/embedded/schema-store';
import { openStateStore } from '@sluice/embedded/state-store';
import type { StateStore } from '@sluice/core/ports';
import { duckDbEngine, type EtlServices } from '@sluice/etl';
import { systemClock } from '../clock.ts';
import { folders } from '../folders.ts';

const random = (): number => randomFillSync(new Uint32Array(1)).reduce((_, one) => one / 2 ** 32, 0);

/** What the batch needs of a data folder, opened by a process of its own beside the instance. */
export const openEtl = async (
  data: string,
): Promise<{ readonly services: EtlServices; readonly states: StateStore; close(): Promise<void> }> => {
  const at = folders(data);
  const masterKey = await loadMasterKey(data);
  const directory = openDirectory({ path: at.directory, masterKey });
  const schemas = openSchemaStore(at.schemas);
  const state = openStateStore(at.state);
  const objects = await openObjectStore(at.objects);
  return {
    states: state,
    services: {
      lake: lakeLog(state, objects),
      objects,
      schemas,
      directory,
      archive: embeddedStagedArchive(at.objects, join(at.etl, 'slices')),
      files: embeddedEngineFiles(at.objects),
      engine: duckDbEngine({ tempFolder: join(at.etl, 'spill') }),
      clock: systemClock,
      newUlid: monotonicFactory(random),
    },
    close: async () => {
      await Promise.all([directory.close(), schemas.close(), state.close()]);
    },
  };
};
