import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open } from 'lmdb';
import type { AcceptedLedger } from '@sluice/core/ports';

export interface EmbeddedAcceptedLedger extends AcceptedLedger {
  close(): Promise<void>;
}

/**
 * The ledger on LMDB: an entry for each record, `[tenant, receivedAt, recordId] → events`. A repeat of the key writes what is there.
 * @param folder is made when absent
 */
export const openAcceptedLedger = (folder: string): EmbeddedAcceptedLedger => {
  mkdirSync(folder, { recursive: true });
  const db = open<number, [string, number, string]>({
    path: join(folder, 'accepted.mdb'),
    encoding: 'json',
    overlappingSync: false,
  });
  return {
    add: async (tallies) => {
      await db.batch(() => {
        for (const { tenant, receivedAt, recordId, events } of tallies)
          void db.put([tenant, receivedAt, recordId], events);
      });
    },
    async *records(tenant) {
      for (const { key, value } of db.getRange({
        start: [tenant, 0, ''],
        end: [tenant, Number.MAX_SAFE_INTEGER, ''],
      })) {
        yield await Promise.resolve({ tenant, receivedAt: key[1], recordId: key[2], events: value });
      }
    },
    close: () => db.close(),
  };
};
