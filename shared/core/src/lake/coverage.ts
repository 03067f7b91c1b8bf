import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { EventSet } from '../books/event-set.ts';
import { SluiceError } from '../failure/index.ts';
import type { TenantId } from '../layout/index.ts';
import type { ObjectStore } from '../ports/index.ts';
import type { LakeLog } from './log.ts';
import type { Snapshot } from './manifest.ts';

/** Which events of a tenant the lake has read, by (recordId, index). */
export type LakeCoverage = (tenant: TenantId) => Promise<Pick<EventSet, 'has'>>;

/** The text of an object of ours, as the ending of its key says. */
export const unpacked = (key: string, body: Uint8Array): string =>
  (key.endsWith('.zst') ? zstdDecompressSync(body) : gunzipSync(body)).toString('utf8');

const addLine = (line: string, key: string, events: EventSet): void => {
  const value: unknown = JSON.parse(line);
  if (
    typeof value !== 'object' ||
    value === null ||
    !('recordId' in value && 'first' in value && 'last' in value)
  )
    throw new SluiceError({
      class: 'ours',
      code: 'LakeDamaged',
      message: `${key} holds a line that is none: ${line.slice(0, 100)}`,
    });
  for (let index = Number(value.first); index <= Number(value.last); index++)
    events.add(String(value.recordId), index);
};

/**
 * What the manifests up to a snapshot say was read of a tenant. A row of it is in the lake, or a later one of its identity is.
 * @throws OutOfService when a store is away, SluiceError `LakeDamaged` when an object is gone or is not what was written
 */
export const coverageOf = async (
  { covered }: Pick<Snapshot, 'covered'>,
  tenant: TenantId,
  objects: ObjectStore,
): Promise<EventSet> => {
  const events = new EventSet();
  for (const one of covered) {
    if (one.tenant !== tenant) continue;
    const body = await objects.get(one.key);
    if (body === undefined)
      throw new SluiceError({ class: 'ours', code: 'LakeDamaged', message: `${one.key} is missing` });
    for (const line of unpacked(one.key, body).split('\n')) if (line !== '') addLine(line, one.key, events);
  }
  return events;
};

/** {@link coverageOf} the newest snapshot. */
export const lakeCoverage =
  (lake: LakeLog, objects: ObjectStore): LakeCoverage =>
  async (tenant) =>
    coverageOf(await lake.snapshot(), tenant, objects);
