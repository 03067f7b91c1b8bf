import { hash } from 'node:crypto';
import { SluiceError } from '@sluice/core/failure';
import { undeliveredPrefix } from '@sluice/core/layout';
import { hourPath } from '@sluice/core/time';
import { mostDamages, type Damage } from './progress.ts';
import type { ArchiveServices } from './services.ts';

/** How far it is with what a delivery stream could not deliver. */
export interface UndeliveredReplayed {
  readonly done: boolean;
  readonly objects: { readonly done: number };
  readonly records: number;
  /** The first of what could not be put back; `damages` counts all. */
  readonly damaged: readonly Damage[];
  readonly damages: number;
}

/** The folder that an object was meant for, and its name there: `undelivered/<folder>/<kind of error>/yyyy/MM/dd/HH/<name>`. */
const placePattern = /^undelivered\/((?:archive|errors)\/.+\/)[a-z-]+\/\d{4}\/\d\d\/\d\d\/\d\d\/([^/]+)$/;

/** A record as Firehose writes it below its error prefix: a line of JSON with when it arrived, epoch ms, and its bytes in base64. */
interface Failed {
  readonly arrivedAt: number;
  readonly data: Buffer;
}

const failedIn = (line: string): Failed | undefined => {
  try {
    const value: unknown = JSON.parse(line);
    const members = new Map<string, unknown>(Object.entries(value ?? {}));
    const [arrivedAt, data] = [members.get('arrivalTimestamp'), members.get('rawData')];
    if (typeof arrivedAt !== 'number' || typeof data !== 'string' || data === '') return undefined;
    const bytes = Buffer.from(data, 'base64');
    return bytes.toString('base64') === data ? { arrivedAt, data: bytes } : undefined;
  } catch {
    return undefined;
  }
};

interface Read {
  /** By the hour of arrival, as a folder. */
  readonly hours: ReadonlyMap<string, readonly Buffer[]>;
  readonly records: number;
  readonly damaged: readonly Damage[];
}

const readObject = (object: string, body: Uint8Array): Read => {
  const hours = new Map<string, Buffer[]>();
  const damaged: Damage[] = [];
  let records = 0;
  for (const [i, line] of Buffer.from(body).toString('utf8').split('\n').entries()) {
    if (line === '') continue;
    const failed = failedIn(line);
    if (failed === undefined) {
      const reason = 'it is no line of an error prefix: a JSON object with arrivalTimestamp and rawData';
      damaged.push({ object, line: i + 1, reason });
      continue;
    }
    records++;
    const hour = hourPath(failed.arrivedAt);
    const known = hours.get(hour);
    if (known === undefined) hours.set(hour, [failed.data]);
    else known.push(failed.data);
  }
  return { hours, records, damaged };
};

/**
 * The name that records get where they were meant to be: of the object that they lay in, so that twice is the same objects, and of what
 * they are. One that is mended and put back again is another object beside the first: objects of an archive never change, and the batch
 * refuses one that has. Its events that were there before are dropped by their identity.
 */
const placeOf = (folder: string, hour: string, name: string, body: Buffer): string =>
  `${folder}${hour}/${name.replace(/(?:\.json)?(?:\.gz)?$/, '')}-${hash('sha256', body, 'hex').slice(0, 16)}.json.gz`;

/** Puts one object's records where they were meant to be. It goes when all of it is there. */
const putBack = async (
  object: string,
  { objects }: ArchiveServices,
): Promise<Pick<Read, 'records' | 'damaged'>> => {
  const [, folder, name = ''] = placePattern.exec(object) ?? [];
  if (folder === undefined)
    return { records: 0, damaged: [{ object, reason: 'its key does not say where it was meant to be' }] };
  const body = await objects.get(object);
  if (body === undefined) return { records: 0, damaged: [] };
  const { hours, records, damaged } = readObject(object, body);
  for (const [hour, parts] of hours) {
    const all = Buffer.concat(parts);
    await objects.put(placeOf(folder, hour, name, all), all);
  }
  if (damaged.length === 0) await objects.delete(object);
  return { records, damaged };
};

/**
 * Puts what delivery streams could not deliver where it was meant to be: records of an archive into it, error records into their store.
 * One slice of bounded time, at least one object; each is read whole (a delivery stream gathers at most 128 MB). What is damaged stays
 * and is told; what of its object can be read is put back all the same. A dry run counts the objects and reads none.
 * @throws OutOfService when the object store is away: call it again
 */
export const replayUndelivered = async (
  services: ArchiveServices,
  { dryRun }: { readonly dryRun: boolean },
): Promise<UndeliveredReplayed> => {
  const { clock, settings, objects } = services;
  const deadline = clock.now() + settings.sliceMs;
  const damaged: Damage[] = [];
  let [done, records, isOver] = [0, 0, false];
  for await (const object of objects.list(undeliveredPrefix)) {
    const put = dryRun ? nothing : await putBackOrTell(object, services);
    damaged.push(...put.damaged);
    records += put.records;
    if (put.damaged.length === 0) done++;
    // Damaged ones stay and come first again: a slice goes on to one that it can do.
    isOver = !dryRun && done > 0 && clock.now() >= deadline;
    if (isOver) break;
  }
  const told = damaged.slice(0, mostDamages);
  return { done: !isOver, objects: { done }, records, damaged: told, damages: damaged.length };
};

const nothing = { records: 0, damaged: [] } as const;

/** What can never be done about an object is told of it; the others go on. */
const putBackOrTell: typeof putBack = async (object, services) => {
  try {
    return await putBack(object, services);
  } catch (error) {
    if (!(error instanceof SluiceError) || error.class === 'retryable') throw error;
    return { records: 0, damaged: [{ object, reason: error.message }] };
  }
};
