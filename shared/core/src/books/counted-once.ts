import { gunzipSync, gzipSync } from 'node:zlib';
import { SluiceError } from '../failure/index.ts';
import { isStoredCountedFiles, type StoredCountedFiles } from '../forms/index.ts';
import type { LakeFile } from '../lake/index.ts';
import type { TenantId } from '../layout/index.ts';
import type { ObjectStore } from '../ports/index.ts';
import type { HeldHour, LakeRows } from './held.ts';

/** After so many new files what was counted is stored: one that dies has not counted for nothing. */
const filesAtOnce = 64;

type Hours = StoredCountedFiles['files'][number]['hours'];
type Counted = Map<string, Hours>;

const keyOf = (tenant: TenantId): string => `books/v1/counted/${tenant}.json.gz`;

const parsed = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(gunzipSync(body).toString('utf8'));
  } catch {
    return undefined;
  }
};

/** What was counted before; nothing, where that cannot be read: all is counted anew. */
const read = async (tenant: TenantId, objects: ObjectStore): Promise<Counted> => {
  const body = await objects.get(keyOf(tenant));
  const value = body === undefined ? undefined : parsed(body);
  return new Map(isStoredCountedFiles(value) ? value.files.map(({ key, hours }) => [key, hours]) : []);
};

/** Two at once write what either counted: a file that is forgotten is counted again. */
const write = async (
  tenant: TenantId,
  files: readonly LakeFile[],
  counted: Counted,
  objects: ObjectStore,
): Promise<void> => {
  const kept = files.flatMap(({ key }) => {
    const hours = counted.get(key);
    return hours === undefined ? [] : [{ key, hours }];
  });
  const stored: StoredCountedFiles = { v: 1, files: kept };
  await objects.put(keyOf(tenant), gzipSync(JSON.stringify(stored)));
};

const checkPresent = async (tenant: TenantId, files: readonly LakeFile[], objects: ObjectStore) => {
  const there = new Set(await Array.fromAsync(objects.list(`lake/v1/tenant=${tenant}/`)));
  const gone = files.find(({ key }) => !there.has(key));
  if (gone === undefined) return;
  throw new SluiceError({
    class: 'ours',
    code: 'LakeDamaged',
    message: `the lake cannot be counted: the file ${gone.key} is gone; restore it from a backup of the bucket`,
  });
};

const hoursOf = async (
  tenant: TenantId,
  files: readonly LakeFile[],
  rows: LakeRows,
  objects: ObjectStore,
): Promise<readonly HeldHour[]> => {
  await checkPresent(tenant, files, objects);
  const counted = await read(tenant, objects);
  const fresh = files.filter(({ key }) => !counted.has(key));
  for (let at = 0; at < fresh.length; at += filesAtOnce) {
    for (const file of fresh.slice(at, at + filesAtOnce)) {
      const hours = await rows.hours([file]);
      counted.set(
        file.key,
        hours.map(({ hour, rows: held, digest }) => [hour, held, digest]),
      );
    }
    await write(tenant, files, counted, objects);
  }
  return files.flatMap(({ key, metric }) =>
    (counted.get(key) ?? []).map(([hour, held, digest]) => ({ metric, hour, rows: held, digest })),
  );
};

/**
 * Counts each file of the lake once, as files never change, and keeps what was counted in the lake's bucket, an object for each tenant. That a
 * file is still there is looked at each time; what is in it, again when single hours are asked for.
 */
export const countedOnce = (rows: LakeRows, objects: ObjectStore): LakeRows => ({
  hours: async (files) => {
    const hours: HeldHour[] = [];
    for (const [tenant, ofIt] of Map.groupBy(files, (file) => file.tenant))
      hours.push(...(await hoursOf(tenant, ofIt, rows, objects)));
    return hours;
  },
  rows: (files, hours) => rows.rows(files, hours),
});
