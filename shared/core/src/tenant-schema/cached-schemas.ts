import type { TenantId } from '../layout/index.ts';
import type { Clock } from '../ports/clock.ts';
import type { SchemaStore } from '../ports/schema-store.ts';
import { indexSchema, type SchemaIndex } from './schema-index.ts';

/** Schemas as the hot path reads them: at most so old as the cache was told. */
export interface CachedSchemas {
  /**
   * The tenant's schema with every change that was stored `maxAgeMs` before the call. Throws OutOfService when the store is away and what
   * is known is older than that.
   */
  get(tenant: TenantId): Promise<SchemaIndex>;
}

/**
 * How old a schema may be, ms. It is how long a user waits until a declared field counts for events just sent, so about the time of
 * switching from one window to another; and it keeps the reads at one a second for each tenant and worker, whatever the load.
 */
export const schemaMaxAgeMs = 1_000;

/** Tenants kept. A schema takes some KB in use (380 KB at the very most), so this is some MB; those asked least recently go first. */
export const cachedTenants = 1_000;

interface Begun {
  /** When the read began, epoch ms: it holds all that was stored before. */
  readonly since: number;
  /** Reads are numbered in the order they began. */
  readonly number: number;
}

interface Known extends Begun {
  readonly index: SchemaIndex;
}

interface Reading extends Begun {
  readonly result: Promise<SchemaIndex>;
}

/** A clock that was set back makes what is known look younger than it is: what lies ahead of now does not count. */
const isFresh = (since: number, now: number, maxAgeMs: number): boolean =>
  since <= now && now - since < maxAgeMs;

/** A map that forgets what was used least recently. A Map keeps the order of insertion, so a use puts the entry at the end again. */
const recent = <Key, Value>(most: number) => {
  const entries = new Map<Key, Value>();
  const use = (key: Key, value: Value): void => {
    entries.delete(key);
    entries.set(key, value);
    const [oldest] = entries.keys();
    if (entries.size > most && oldest !== undefined) entries.delete(oldest);
  };
  return { get: (key: Key): Value | undefined => entries.get(key), use };
};

/**
 * Keeps the schemas of many tenants for a short, bounded time. Callers that miss together share one read; a read that fails is not kept,
 * so the next call tries again.
 * @param maxAgeMs the bound on staleness, from the start of the read to the call that is answered with it
 */
export const cachedSchemas = (
  store: SchemaStore,
  clock: Clock,
  maxAgeMs: number = schemaMaxAgeMs,
  maxTenants: number = cachedTenants,
): CachedSchemas => {
  const known = recent<TenantId, Known>(maxTenants);
  const readings = new Map<TenantId, Reading>();
  let begun = 0;

  const read = async (tenant: TenantId, { since, number }: Begun): Promise<SchemaIndex> => {
    const schema = await store.get(tenant);
    const before = known.get(tenant);
    // Most reads find the version that is known: its index, built already, is kept.
    const index = before?.index.version === schema.version ? before.index : indexSchema(schema);
    // A slow read may end after one that began later, and must not put the old back.
    if (before === undefined || before.number < number) known.use(tenant, { since, number, index });
    return index;
  };

  const start = (tenant: TenantId, since: number): Promise<SchemaIndex> => {
    const number = ++begun;
    const result = read(tenant, { since, number }).finally(() => {
      if (readings.get(tenant)?.number === number) readings.delete(tenant);
    });
    readings.set(tenant, { since, number, result });
    return result;
  };

  const get = (tenant: TenantId): Promise<SchemaIndex> => {
    const now = clock.now();
    const entry = known.get(tenant);
    if (entry !== undefined && isFresh(entry.since, now, maxAgeMs)) {
      known.use(tenant, entry);
      return Promise.resolve(entry.index);
    }
    const reading = readings.get(tenant);
    if (reading !== undefined && isFresh(reading.since, now, maxAgeMs)) return reading.result;
    return start(tenant, now);
  };
  return { get };
};
