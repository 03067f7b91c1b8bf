import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database } from 'lmdb';
import { OutOfService, SluiceError } from '@sluice/core/failure';
import type { TenantId } from '@sluice/core/layout';
import type { SealedCounts, SealedHour } from '@sluice/core/ports';
import { eventsOf, rowOf, type RowKey } from './rows.ts';

export interface EmbeddedSealedCounts extends SealedCounts {
  /** Waits for writes under way. */
  close(): Promise<void>;
}

const away = (what: string, error: unknown): SluiceError => {
  if (error instanceof SluiceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new OutOfService(`cannot ${what} the sealed counts: ${reason}`, { cause: error });
};

const seal = (db: Database<Buffer, RowKey>, hours: readonly SealedHour[]): Promise<void> => {
  const rows = hours.map(rowOf);
  try {
    // Not an asynchronous transaction: one that fails (a full disk) also rejects promises that nobody can hear.
    db.transactionSync(() => {
      for (const { key, body } of rows) void db.put(key, body);
    });
    return Promise.resolve();
  } catch (error) {
    return Promise.reject(away('write', error));
  }
};

/** The rows that are there when it is called, in memory compressed: a range must not stay open while its reader waits for others. */
const rowsOf = (db: Database<Buffer, RowKey>, tenant: TenantId): readonly (readonly [RowKey, Buffer])[] => {
  try {
    const range = db.getRange({ start: [tenant], end: [tenant, '~'] });
    return Array.from(range, ({ key, value }) => [key, Buffer.from(value)] as const);
  } catch (error) {
    throw away('read', error);
  }
};

/**
 * The sealed counts on LMDB: a row for each (tenant, table, hour of arrival) and set of events. All hours of one call are one synced
 * transaction.
 * @param folder made when absent
 */
export const openSealedCounts = (folder: string): EmbeddedSealedCounts => {
  mkdirSync(folder, { recursive: true });
  const db = open<Buffer, RowKey>({
    path: join(folder, 'sealed.mdb'),
    encoding: 'binary',
    overlappingSync: false,
  });
  return {
    seal: (hours) => seal(db, hours),
    async *hours(tenant) {
      for (const [key, body] of rowsOf(db, tenant)) {
        const [, table, hour] = key;
        yield await Promise.resolve({ table, tenant, hour, events: eventsOf(key, body) });
      }
    },
    close: () => db.close(),
  };
};
