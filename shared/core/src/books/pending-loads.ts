import { SluiceError } from '../failure/index.ts';
import { unpacked, type LakeLog, type LoadFile } from '../lake/index.ts';
import type { TenantId } from '../layout/index.ts';
import type { ObjectStore } from '../ports/index.ts';

/** A row that a load is to bring. */
export interface LoadRow {
  readonly recordId: string;
  readonly index: number;
  readonly timestamp: number;
  readonly eventId: string;
}

/** Files of loads: of those that the warehouse has not recorded, and of those whose rows it may have been told to leave out. */
export interface UnseenFiles {
  readonly pending: readonly LoadFile[];
  readonly wide: readonly LoadFile[];
}

/** Of a tenant's published loads, by metric. Reads all manifests: asked only when something differs. */
export const unseenFiles = async (
  tenant: TenantId,
  loaded: ReadonlySet<string>,
  log: LakeLog,
): Promise<ReadonlyMap<string, UnseenFiles>> => {
  const byMetric = new Map<string, UnseenFiles>();
  for (let sequence = 1; ; sequence++) {
    const manifest = await log.manifest(sequence);
    if (manifest === undefined) return byMetric;
    for (const load of manifest.loads) {
      if (load.tenant !== tenant) continue;
      const { pending, wide } = byMetric.get(load.metric) ?? { pending: [], wide: [] };
      const unseen = loaded.has(load.loadId) ? [] : [...load.files, ...(load.wide?.files ?? [])];
      byMetric.set(load.metric, {
        pending: [...pending, ...unseen],
        wide: [...wide, ...(load.wide?.files ?? [])],
      });
    }
  }
};

const rowOf = (line: string, key: string): LoadRow => {
  const value: unknown = JSON.parse(line);
  if (
    typeof value === 'object' &&
    value !== null &&
    'record_id' in value &&
    'index' in value &&
    'timestamp' in value &&
    'event_id' in value
  )
    return {
      recordId: String(value.record_id),
      index: Number(value.index),
      timestamp: Number(value.timestamp),
      eventId: String(value.event_id),
    };
  throw new SluiceError({
    class: 'ours',
    code: 'LakeDamaged',
    message: `${key} holds a line that is no row`,
  });
};

/** Calls back with each row of loads' files, file by file. A file that is gone is what `load status` tells: its rows are not met. */
export const eachLoadRow = async (
  files: readonly LoadFile[],
  objects: ObjectStore,
  take: (row: LoadRow) => void,
): Promise<void> => {
  for (const { key } of files) {
    const body = await objects.get(key);
    if (body === undefined) continue;
    for (const line of unpacked(key, body).split('\n')) if (line !== '') take(rowOf(line, key));
  }
};
