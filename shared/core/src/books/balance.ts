import type { TenantId } from '../layout/index.ts';
import type { SealedEvents } from '../ports/index.ts';
import { hourOf } from '../time/index.ts';
import { Accounts } from './accounts.ts';
import type { Books } from './hours.ts';
import { findRejected } from './rejected.ts';
import type { BooksServices, Found, Visit } from './services.ts';
import { eachStored } from './stored.ts';

/**
 * The books of a tenant (promise P6): what the front door took against what became of it, by hour of arrival. Runs while traffic
 * flows: the ledger is read first, then each place in the direction in which events move (streams and on-failure store, near-line
 * tables, what was sealed before tables were dropped), so that an event on its way is met at least once. One that is met twice counts
 * once: as a row rather than as refused, in its table rather than as sealed. Records that arrive meanwhile are left for the next run.
 * @param visit told of each event in a table, those that are not in the ledger too
 * @throws OutOfService when a store is away, SluiceError or Error for an item that cannot be read, which it names
 */
export const balance = async (tenant: TenantId, services: BooksServices, visit?: Visit): Promise<Books> => {
  const accounts = new Accounts(tenant);
  for await (const tally of services.ledger.records(tenant)) accounts.accept(tally);
  for await (const tally of services.pending.raw(tenant)) accounts.pendingRecord(tally);
  for await (const event of services.pending.staged(tenant)) accounts.pendingEvent(event);
  const count = counter(accounts, visit);
  await eachStored(tenant, services, count);
  const rejected = await findRejected(tenant, services);
  const sealedRejected = await countSealedRows(tenant, services, accounts);
  // Refusals come last: an event that was refused, and replayed once its schema was mended, is a row.
  for (const one of rejected) count({ ...one, fate: 'rejected' });
  for (const events of sealedRejected) countEvents(events, accounts);
  return accounts.done();
};

type Count = (found: Omit<Found, 'hour'>) => void;

const counter =
  (accounts: Accounts, visit: Visit | undefined): Count =>
  (found) => {
    const receivedAt = accounts.receivedAt(found.recordId);
    const isNew = accounts.count(found.recordId, found.index, found.fate);
    if (visit !== undefined && (isNew || receivedAt === undefined))
      visit({ ...found, hour: receivedAt === undefined ? undefined : hourOf(receivedAt) });
  };

/** Counts what was sealed as rows; gives what was sealed as refused. */
const countSealedRows = async (
  tenant: TenantId,
  { sealed }: BooksServices,
  accounts: Accounts,
): Promise<readonly SealedEvents[]> => {
  const refused: SealedEvents[] = [];
  for await (const { events } of sealed.hours(tenant))
    for (const some of events)
      if (some.fate === 'rejected') refused.push(some);
      else countEvents(some, accounts);
  return refused;
};

const countEvents = ({ recordId, fate, runs }: SealedEvents, accounts: Accounts): void => {
  for (const [first, last] of runs)
    for (let index = first; index <= last; index++) accounts.count(recordId, index, fate);
};
