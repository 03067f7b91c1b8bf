import { readStagedHead } from '../forms/index.ts';
import type { TenantId } from '../layout/index.ts';
import type { AcceptedLedger, Clock, DeliveredRecord, Pending, PendingEvent, Tally } from '../ports/index.ts';
import { fromEvery, parseLines } from '../stream/index.ts';
import { tallyOf } from './tally.ts';

export interface PendingTailServices {
  readonly ledger: AcceptedLedger;
  readonly clock: Clock;
  /** How old the records are that the consumers were handed last, ms. Throws OutOfService when nobody tells. */
  readonly behind: () => Promise<number>;
  /** Records that a consumer gave up on, and that were not replayed. */
  readonly givenUp: (consumer: 'validate' | 'store') => AsyncIterable<DeliveredRecord>;
}

/**
 * On top of how far the consumers are behind: both gather batches for some seconds, a batch that failed comes again after a pause, and
 * CloudWatch tells ages some minutes late.
 */
const marginMs = 20 * 60_000;

/** A record that nobody can read was not counted as accepted either. */
const readable = (record: DeliveredRecord): Tally | undefined => {
  try {
    return tallyOf(record);
  } catch {
    return undefined;
  }
};

/** The events of a staged record that are of a tenant. */
export function* stagedEventsOf(record: DeliveredRecord, tenant: TenantId): Iterable<PendingEvent> {
  if (!record.partitionKey.startsWith(tenant)) return;
  const events: PendingEvent[] = [];
  parseLines(fromEvery(record.data), (line) => {
    const head = readStagedHead(line);
    if (head !== undefined) events.push(head);
  });
  yield* events;
}

/**
 * What is on its way where nobody tells how far a consumer has read a stream, and reading it once more would take from those who must:
 * every record that was accepted within the time that the consumers are behind may be. One that is found further on counts there and not
 * here (`balance`). So a loss shows once its records are older than that, and what was given up is on its way however old.
 */
export const pendingTail = ({ ledger, clock, behind, givenUp }: PendingTailServices): Pending => ({
  async *raw(tenant) {
    const from = clock.now() - (await behind()) - marginMs;
    yield* ledger.records(tenant, from);
    for await (const record of givenUp('validate')) {
      const tally = readable(record);
      if (tally?.tenant === tenant) yield tally;
    }
  },
  async *staged(tenant) {
    for await (const record of givenUp('store')) yield* stagedEventsOf(record, tenant);
  },
});
