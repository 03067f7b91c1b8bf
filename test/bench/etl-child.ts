import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ulid } from 'ulid';
import { lakeLog } from '@sluice/core/lake';
import type { TenantId } from '@sluice/core/layout';
import { embeddedEngineFiles, embeddedStagedArchive } from '@sluice/embedded/lake';
import { openObjectStore } from '@sluice/embedded/object-store';
import { duckDbEngine, runEtl } from '@sluice/etl';
import { aTenant } from '@sluice/testing/factories/directory';
import { aChange, aField, aMetric, aTenantSchema } from '@sluice/testing/factories/tenant-schema';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memorySchemaStore } from '@sluice/testing/memory/schema-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';

/** One side of `bench:etl`. */
const [what = '', folder = ''] = process.argv.slice(2);
const tenant = '01JDTENANT0000000000000001' as TenantId;
const memoryMegabytes = 1_200;

const etl = async (): Promise<number> => {
  const directory = memoryDirectory();
  await directory.createTenant({ ...aTenant(), id: tenant });
  const schemas = memorySchemaStore();
  const fields = (['DOUBLE', 'LONG', 'STRING', 'BOOLEAN'] as const).map((type, i) =>
    aField({ id: `f${i + 1}`, displayName: `field ${i + 1}`, type }),
  );
  const metric = aMetric({ id: 'm_01JDMETR1C0000000000000001', displayName: 'pump', fields });
  await schemas.replace(tenant, 0, aTenantSchema({ metrics: [metric] }), aChange());
  const objects = await openObjectStore(folder);
  const ran = await runEtl(
    {
      lake: lakeLog(memoryStateStore(), objects),
      objects,
      directory,
      schemas,
      archive: embeddedStagedArchive(folder, join(folder, 'slices')),
      files: embeddedEngineFiles(folder),
      engine: duckDbEngine({ tempFolder: join(folder, 'spill'), memoryMegabytes }),
      clock: { now: () => Date.now() },
      newUlid: ulid,
    },
    { maxBytes: Infinity },
  );
  if (ran.outcome !== 'published') throw new Error(ran.outcome);
  return ran.manifest.counts.added;
};

const columns = `columns = {tenant: 'VARCHAR', metric: 'VARCHAR', "eventId": 'VARCHAR', fingerprint: 'VARCHAR', timestamp: 'BIGINT', "receivedAt": 'BIGINT', "stagedAt": 'BIGINT',
  device: 'VARCHAR', "recordId": 'VARCHAR', "index": 'INT', fields: 'STRUCT(f1 DOUBLE, f2 BIGINT, f3 VARCHAR, f4 BOOLEAN)', unknown: 'MAP(VARCHAR, VARCHAR[])', "as": 'VARCHAR'}`;

const floor = async (): Promise<number> => {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memoryMegabytes}MB`,
    threads: '2',
    temp_directory: join(folder, 'spill'),
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  const target = join(folder, 'floor');
  const copied =
    await connection.runAndReadAll(`COPY (SELECT tenant, metric, strftime(make_timestamp(timestamp * 1000), '%Y-%m-%d') AS day, timestamp, "eventId", fingerprint,
      "receivedAt", "recordId", "index", "stagedAt", device, "as", fields.f1, fields.f2, fields.f3, fields.f4,
      map(map_keys(unknown), list_transform(map_values(unknown), lambda pair: pair[2])) AS unknown
    FROM read_json('${folder}/archive/staged/2026/11/23/10/*.json.gz', format = 'newline_delimited', ${columns})
    QUALIFY row_number() OVER (PARTITION BY tenant, metric, timestamp, "eventId" ORDER BY "receivedAt" DESC, "recordId" DESC, "index" DESC, "stagedAt" DESC) = 1)
    TO '${target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (tenant, metric, day))`);
  return Number(copied.getRows()[0]?.[0]);
};

const begun = performance.now();
const rows = await (what === 'etl' ? etl() : floor());
const seconds = (performance.now() - begun) / 1000;
rmSync(join(folder, 'floor'), { recursive: true, force: true });
process.send?.({ seconds, rows, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) });
process.disconnect();
