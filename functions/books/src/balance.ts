import type { TenantId } from '@sluice/core/layout';
import type { AcceptedLedger, ChunkStore, ObjectStore, Pending, SchemaStore } from '@sluice/core/ports';
import { gapOf, Hours, type Books } from './books.ts';
import { countRejected } from './rejected.ts';
import { countStored } from './stored.ts';
import { Snapshot } from './snapshot.ts';

export interface BooksServices {
  readonly ledger: AcceptedLedger;
  readonly pending: Pending;
  readonly chunks: ChunkStore;
  readonly objects: ObjectStore;
  readonly schemas: SchemaStore;
}

/**
 * The books of a tenant (promise P6): what the front door took against what became of it, by hour of arrival. Runs while traffic
 * flows: the ledger is read first, then each place in the direction in which events move, so that an event on its way is met at
 * least once; one that is met twice counts where it came last. Events that arrive meanwhile are left for the next run.
 */
export const balance = async (tenant: TenantId, services: BooksServices): Promise<Books> => {
  const hours = new Hours(tenant);
  const snapshot = new Snapshot();
  for await (const tally of services.ledger.records(tenant)) {
    snapshot.accept(tally);
    hours.add(tally.receivedAt, 'accepted', tally.events);
  }
  for await (const tally of services.pending.raw(tenant)) snapshot.pendingRecord(tally);
  for await (const event of services.pending.staged(tenant)) snapshot.pendingEvent(event);
  const stored = await countStored(tenant, services, snapshot, hours);
  await countRejected(tenant, services, snapshot, hours, stored);
  snapshot.countPending(hours);
  const done = hours.done();
  return { balanced: done.every((hour) => gapOf(hour) === 0), hours: done };
};
