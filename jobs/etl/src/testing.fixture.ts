import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { monotonicFactory } from 'ulid';
import { embeddedEngineFiles, embeddedStagedArchive } from '@sluice/embedded/lake';
import { openObjectStore } from '@sluice/embedded/object-store';
import { lakeLog, type Snapshot } from '@sluice/core/lake';
import { undeclaredMetricId, type TenantId } from '@sluice/core/layout';
import type { Metric, TenantSchema } from '@sluice/core/tenant-schema';
import { aTenant } from '@sluice/testing/factories/directory';
import { aTenantSchema } from '@sluice/testing/factories/tenant-schema';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memorySchemaStore } from '@sluice/testing/memory/schema-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { seededRandom } from '@sluice/testing/faults/random';
import { aChange } from '@sluice/testing/factories/tenant-schema';
import { duckDbEngine } from './engines/duckdb.ts';
import type { PlanEngine } from './plan/plan.ts';
import type { EtlServices } from './ports.ts';

export const start = Date.parse('2026-11-23T10:00:00Z');

/** A staged line's members; those that are not given are made up. */
export interface LineParts {
  readonly tenant: TenantId;
  readonly metric: string;
  readonly eventId: string;
  readonly fingerprint: string;
  readonly timestamp: number;
  readonly receivedAt: number;
  readonly stagedAt: number;
  readonly recordId: string;
  readonly index: number;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly unknown: Readonly<Record<string, readonly [string, string]>>;
  readonly as: string;
}

let made = 0;

/** A staged line of the undeclared metric `pump`. */
export const aLine = (parts: Partial<LineParts> & { readonly tenant: TenantId }): LineParts => {
  const id = String(++made).padStart(8, '0');
  const as = parts.as ?? 'pump';
  return {
    metric: undeclaredMetricId(as),
    eventId: `event-${id}`,
    fingerprint: `F${id}`.padEnd(26, '0'),
    timestamp: start + made,
    receivedAt: start + made,
    stagedAt: start + made + 1,
    recordId: `01JR${id}`.padEnd(26, '0'),
    index: 0,
    fields: {},
    unknown: { level: ['number', String(made)] },
    as,
    ...parts,
  };
};

export const textOf = (line: LineParts): string => JSON.stringify({ v: 1, device: 'device-1', ...line });

const servicesIn = async (folder: string, objectsFolder: string, engine: PlanEngine | undefined) => {
  const objects = await openObjectStore(objectsFolder);
  const directory = memoryDirectory();
  const schemas = memorySchemaStore();
  let now = start;
  const services: EtlServices = {
    lake: lakeLog(memoryStateStore(), objects),
    objects,
    directory,
    schemas,
    archive: embeddedStagedArchive(objectsFolder, join(folder, 'slices')),
    files: embeddedEngineFiles(objectsFolder),
    engine: engine ?? duckDbEngine({ tempFolder: join(folder, 'spill') }),
    clock: { now: () => (now += 1000) },
    newUlid: monotonicFactory(seededRandom(1)),
  };
  return { services, directory, schemas };
};

/** A gzip member for each ten lines. */
const membersOf = (lines: readonly string[]): Buffer => {
  const members: Buffer[] = [];
  for (let at = 0; at < lines.length; at += 10)
    members.push(
      gzipSync(
        lines
          .slice(at, at + 10)
          .map((line) => `${line}\n`)
          .join(''),
      ),
    );
  return Buffer.concat(members);
};

/**
 * One machine's archive, lake and engine in a folder of their own, with tenants and schemas in memory.
 * @param engine by default DuckDB
 */
export const aWorld = async (engine?: PlanEngine) => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-etl-'));
  const objectsFolder = join(folder, 'objects');
  const { services, directory, schemas } = await servicesIn(folder, objectsFolder, engine);
  let objectsMade = 0;
  return {
    folder: objectsFolder,
    services,
    tenant: async (): Promise<TenantId> => {
      const tenant = aTenant();
      await directory.createTenant(tenant);
      return tenant.id;
    },
    declare: async (tenant: TenantId, metrics: readonly Metric[], rest: Partial<TenantSchema> = {}) => {
      const { version } = await schemas.get(tenant);
      const next = aTenantSchema({ version: version + 1, metrics, ...rest });
      await schemas.replace(tenant, version, next, aChange({ version: version + 1 }));
    },
    /** Writes an archive object of these lines. */
    archive: (
      lines: readonly string[],
      key = `archive/staged/2026/11/23/10/s-${++objectsMade}.json.gz`,
    ): string => {
      const path = join(objectsFolder, key);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, membersOf(lines));
      return key;
    },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type World = Awaited<ReturnType<typeof aWorld>>;

/** All rows that a snapshot shows, with what partitions them. */
export const lakeRows = async (
  { folder }: Pick<World, 'folder'>,
  { files }: Snapshot,
  columns = 'tenant, metric, event_id, "timestamp", received_at',
): Promise<readonly (readonly unknown[])[]> => {
  if (files.length === 0) return [];
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const list = files.map(({ key }) => `'${join(folder, key)}'`).join(', ');
  const rows = (
    await connection.runAndReadAll(
      `SELECT ${columns} FROM read_parquet([${list}], union_by_name = true, hive_partitioning = true) ORDER BY ALL`,
    )
  ).getRowsJson();
  connection.disconnectSync();
  instance.closeSync();
  return rows;
};
