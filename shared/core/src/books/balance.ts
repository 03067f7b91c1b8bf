import type { TableName, TenantId } from '../layout/index.ts';
import type { SealedEvents } from '../ports/index.ts';
import { hourOf, startOfHour } from '../time/index.ts';
import { Accounts } from './accounts.ts';
import type { Books } from './hours.ts';
import { findRejected } from './rejected.ts';
import type { BooksServices, Found, Visit } from './services.ts';
import { eachStored, type Covered, type StoredCopy } from './stored.ts';

/** For who compares the near-line store with what is behind it. */
export interface Rows {
  /** Which events the lake has read. */
  readonly covered: Covered;
  /** Told of each event in a table, those that are not in the ledger too. */
  readonly stored: (copy: StoredCopy) => void;
  /** Told of each row that was in a table that is dropped, and is in none. */
  readonly sealed: (row: {
    readonly table: TableName;
    readonly hour: string;
    readonly recordId: string;
    readonly index: number;
  }) => void;
}

/**
 * The books of a tenant (promise P6): what the front door took against what became of it, by hour of arrival. Runs while traffic
 * flows: the ledger is read first, then each place in the direction in which events move (streams and on-failure store, near-line
 * tables, what was sealed before tables were dropped), so that an event on its way is met at least once. One that is met twice counts
 * once: as a row rather than as refused, in its table rather than as sealed. Records that arrive meanwhile are left for the next run.
 * @param visit told of each event in a table, those that are not in the ledger too
 * @throws OutOfService when a store is away, SluiceError or Error for an item that cannot be read, which it names
 */
export const balance = async (
  tenant: TenantId,
  services: BooksServices,
  visit?: Visit,
  rows?: Rows,
): Promise<Books> => {
  const accounts = new Accounts(tenant);
  for await (const tally of services.ledger.records(tenant, services.since)) accounts.accept(tally);
  for await (const tally of services.pending.raw(tenant)) accounts.pendingRecord(tally);
  for await (const event of services.pending.staged(tenant)) accounts.pendingEvent(event);
  const count = counter(accounts, visit);
  await eachStored(
    tenant,
    services,
    (copy) => {
      rows?.stored(copy);
      count(copy);
    },
    rows?.covered,
  );
  const rejected = await findRejected(tenant, services);
  const sealedRejected = await countSealedRows(tenant, services, accounts, rows);
  // Refusals come last: an event that was refused, and replayed once its schema was mended, is a row.
  for (const one of rejected) count({ ...one, fate: 'rejected' });
  for (const events of sealedRejected) countEvents(events, accounts);
  return accounts.done();
};

type Count = (found: Omit<Found, 'hour'>) => void;

const counter =
  (accounts: Accounts, visit: Visit | undefined): Count =>
  ({ table, recordId, index, fate }) => {
    const receivedAt = accounts.receivedAt(recordId);
    const isNew = accounts.count(recordId, index, fate);
    if (visit !== undefined && (isNew || receivedAt === undefined))
      visit({
        table,
        recordId,
        index,
        fate,
        hour: receivedAt === undefined ? undefined : hourOf(receivedAt),
      });
  };

/** Counts what was sealed as rows; gives what was sealed as refused. */
const countSealedRows = async (
  tenant: TenantId,
  { sealed, since = 0 }: BooksServices,
  accounts: Accounts,
  rows: Rows | undefined,
): Promise<readonly SealedEvents[]> => {
  const refused: SealedEvents[] = [];
  for await (const { table, hour, events } of sealed.hours(tenant)) {
    if (startOfHour(hour) < since) continue;
    for (const some of events)
      if (some.fate === 'rejected') refused.push(some);
      else
        countEvents(some, accounts, ({ recordId, fate }, index) => {
          if (fate === 'stored') rows?.sealed({ table, hour, recordId, index });
        });
  }
  return refused;
};

const countEvents = (
  some: SealedEvents,
  accounts: Accounts,
  counted?: (some: SealedEvents, index: number) => void,
): void => {
  for (const [first, last] of some.runs)
    for (let index = first; index <= last; index++)
      if (accounts.count(some.recordId, index, some.fate)) counted?.(some, index);
};
