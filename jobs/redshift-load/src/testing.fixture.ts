import { hash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { LoadColumn, LoadFile, MetricLoad } from '@sluice/core/lake';
import { declaredMetricId, type TenantId } from '@sluice/core/layout';
import type { ObjectStore, StateStore, Warehouse } from '@sluice/core/ports';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import type { Dialect } from './dialects/dialect.ts';
import { fileProof } from './file-proof.ts';
import type { PublishedManifest } from './ports.ts';
import type { LoadServices } from './services.ts';
import { tenantDocuments } from './state/tenant-documents.ts';
import { targetOf } from '@sluice/core/warehouse';

/** An event as the etl hands it to a load. */
export interface Row {
  readonly timestamp: number;
  readonly eventId: string;
  /** Of the order of two rows of one event. */
  readonly receivedAt?: number;
  readonly recordId?: string;
  readonly index?: number;
  /** By default just after `receivedAt`. */
  readonly stagedAt?: number;
  readonly fields?: Readonly<Record<string, string | number | boolean>>;
  readonly unknown?: Readonly<Record<string, string>>;
}

export interface Publishing {
  readonly tenant: TenantId;
  readonly metric: string;
  readonly metricName?: string;
  readonly columns?: readonly LoadColumn[];
  /** Rows by file. */
  readonly files: readonly (readonly Row[])[];
  /** Rows with long texts, which the etl puts beside. */
  readonly wide?: { readonly maxBytes: number; readonly rows: readonly Row[] };
}

const lineOf = ({
  timestamp,
  eventId,
  receivedAt = 1_000,
  recordId = 'R'.repeat(26),
  index = 0,
  stagedAt = receivedAt + 1,
  fields = {},
  unknown = {},
}: Row): string =>
  JSON.stringify({
    event_id: eventId,
    fingerprint: 'F'.repeat(26),
    timestamp,
    received_at: receivedAt,
    record_id: recordId,
    index,
    staged_at: stagedAt,
    device: 'pump-7',
    sent_name: 'pump',
    unknown,
    ...fields,
  });

export const aMetricId = (): string => declaredMetricId(anId());

/** A text column that takes values of so many bytes. */
export const aText = (id: string, maxBytes: number, displayName = `text ${id}`): LoadColumn => ({
  id,
  displayName,
  type: 'STRING',
  maxBytes,
});

export const aNumber = (id: string, displayName = `number ${id}`): LoadColumn => ({
  id,
  displayName,
  type: 'LONG',
  maxBytes: 0,
});

/** Puts files of a load, as the etl does. */
const putFile = async (objects: ObjectStore, key: string, rows: readonly Row[]): Promise<LoadFile> => {
  const body = gzipSync(rows.map((row) => `${lineOf(row)}\n`).join(''), { level: 1 });
  await objects.put(key, body);
  return { key, rows: rows.length, bytes: body.byteLength, sha256: hash('sha256', body, 'hex') };
};

const putWide = async (
  objects: ObjectStore,
  { loadId }: Pick<MetricLoad, 'loadId'>,
  { maxBytes, rows }: NonNullable<Publishing['wide']>,
) => ({
  maxBytes,
  rows: rows.length,
  files: [await putFile(objects, `load/v1/wide/${loadId}.json.gz`, rows)],
});

/** Everything but warehouse and dialect. */
export const aLake = (objects: ObjectStore = memoryObjectStore()) => {
  const manifests: PublishedManifest[] = [];
  /** Publishes loads in one manifest. */
  const publish = async (...all: readonly Publishing[]): Promise<readonly MetricLoad[]> => {
    const sequence = manifests.length + 1;
    const loads: MetricLoad[] = [];
    for (const { tenant, metric, metricName = 'pump readings', columns = [], files, wide } of all) {
      const put = files.map((rows, i) =>
        putFile(objects, `load/v1/${sequence}/${tenant}/${metric}/${i}.json.gz`, rows),
      );
      const stored = await Promise.all(put);
      const rows = stored.reduce((sum, file) => sum + file.rows, 0);
      const loadId = `${sequence}-${tenant}-${metric}`;
      const load = { loadId, tenant, metric, metricName, schemaVersion: 1, columns, rows, files: stored };
      loads.push(wide === undefined ? load : { ...load, wide: await putWide(objects, load, wide) });
    }
    manifests.push({ sequence, loads });
    return loads;
  };
  const published = {
    after: async function* (sequence: number) {
      for (const manifest of manifests)
        if (manifest.sequence > sequence) yield await Promise.resolve(manifest);
    },
  };
  return { objects, published, manifests, publish };
};

export type Lake = ReturnType<typeof aLake>;

export interface World {
  readonly lake: Lake;
  readonly tenant: TenantId;
  readonly metric: string;
  readonly clock: { time: number; now(): number };
  readonly states: StateStore;
  readonly services: LoadServices;
}

/** Services over a lake of one tenant; others may be published beside it. */
export const aWorld = (warehouse: Warehouse, dialect: Dialect, lake: Lake = aLake()): World => {
  const clock = { time: Date.UTC(2026, 10, 23), now: () => clock.time };
  const states = memoryStateStore();
  const { objects, published } = lake;
  const services = { clock, states, published, objects, files: fileProof(objects), warehouse, dialect };
  return { lake, tenant: aTenantId(), metric: aMetricId(), clock, states, services };
};

/** States of a tenant's loads by id, with the reason of those that have one. */
export const statesOf = async ({ states }: Pick<World, 'states'>, tenant: TenantId) =>
  [...(await tenantDocuments(states, tenant).all()).values()].map(({ value }) => value);

/** What readers must find after these loads: of each event the last, by when it was received. */
export const expectedRows = (loads: readonly (readonly Row[])[]): Map<string, Row> => {
  const last = new Map<string, Row>();
  for (const row of loads.flat()) {
    const key = `${row.timestamp}/${row.eventId}`;
    const before = last.get(key);
    if (before === undefined || (before.receivedAt ?? 1_000) < (row.receivedAt ?? 1_000)) last.set(key, row);
  }
  return last;
};

/** Runs SQL beside the loads. */
export type Ask = (sql: string) => Promise<readonly (readonly Cell[])[]>;
export type Cell = string | number | bigint | boolean | null;

export interface WarehouseWorld extends World {
  readonly ask: Ask;
  /** Wakes the orchestrator, and for each batch that ended, until nothing moves any more. */
  readonly settle: (services?: LoadServices) => Promise<void>;
}

/** Rows of a metric as `timestamp/event id/received at/value of the columns`. */
export const rowsIn = async (ask: Ask, tenant: TenantId, metric: string, columns: readonly string[] = []) => {
  const { table } = targetOf(tenant, metric);
  const names = ['timestamp', 'event_id', 'received_at', ...columns].map((name) => `"${name}"`).join(', ');
  const rows = await ask(`SELECT ${names} FROM ${table} ORDER BY "timestamp", event_id`);
  return rows.map((row) => row.map((value) => (value === null ? '-' : String(value))).join('/'));
};

/** Ids of the loads in the warehouse's own manifest. */
export const loadedIn = async (ask: Ask, tenant: TenantId): Promise<readonly string[]> => {
  const { schema } = targetOf(tenant, 'm_x');
  const rows = await ask(`SELECT load_id FROM ${schema}."load_manifest" ORDER BY sequence, load_id`);
  return rows.map(([id]) => String(id));
};
