import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { open, type Database } from 'lmdb';
import { OutOfService } from '@sluice/core/failure';
import type { AcceptedLedger, Tally } from '@sluice/core/ports';

export interface EmbeddedAcceptedLedger extends AcceptedLedger {
  close(): Promise<void>;
}

type Key = [tenant: string, receivedAt: number, recordId: string];

/**
 * Commits before it returns: of LMDB's asynchronous commits one that fails (a full disk) also rejects promises that nobody can hear,
 * which ends the process.
 */
const add = (db: Database<number, Key>, tallies: readonly Tally[]): Promise<void> => {
  try {
    db.transactionSync(() => {
      for (const { tenant, receivedAt, recordId, events } of tallies)
        void db.put([tenant, receivedAt, recordId], events);
    });
    return Promise.resolve();
  } catch (error) {
    return Promise.reject(new OutOfService('cannot write the ledger of accepted events', { cause: error }));
  }
};

/**
 * The ledger on LMDB: an entry for each record, `[tenant, receivedAt, recordId] → events`. A repeat of the key writes what is there.
 * @param folder is made when absent
 */
export const openAcceptedLedger = (folder: string): EmbeddedAcceptedLedger => {
  mkdirSync(folder, { recursive: true });
  const db = open<number, Key>({
    path: join(folder, 'accepted.mdb'),
    encoding: 'json',
    overlappingSync: false,
  });
  return {
    add: (tallies) => add(db, tallies),
    async *records(tenant, since = 0) {
      for (const { key, value } of db.getRange({
        start: [tenant, since, ''],
        end: [tenant, Number.MAX_SAFE_INTEGER, ''],
      })) {
        yield await Promise.resolve({ tenant, receivedAt: key[1], recordId: key[2], events: value });
      }
    },
    close: () => db.close(),
  };
};
