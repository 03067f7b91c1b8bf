import { coverageOf } from '../lake/index.ts';
import type { LakeFile, Snapshot } from '../lake/index.ts';
import type { TenantId } from '../layout/index.ts';
import { hourOf } from '../time/index.ts';
import { balance, type Rows } from './balance.ts';
import { Gaps } from './compare.ts';
import { EventCounts } from './event-counts.ts';
import { EventSet } from './event-set.ts';
import { identityOf, type HeldRow } from './held.ts';
import type { LakeBooksServices } from './services.ts';
import { eachStored, resolver, type Covered, type Resolve } from './stored.ts';

/** A second look at hours in which lake and near-line store differ, event by event, in the same order as the first. */
interface Look {
  readonly tenant: TenantId;
  readonly hours: ReadonlySet<string>;
  readonly files: readonly LakeFile[];
  readonly covered: Covered;
  readonly services: LakeBooksServices;
  readonly resolve: Resolve;
  readonly gaps: Gaps;
}

/** What the lake is to hold in the hours that are looked at. */
interface DueEvents {
  readonly events: EventCounts;
  /** Of tables that are dropped, with the hour. */
  readonly sealed: Map<string, string>;
  /** Rows of the lake that may have taken the place of one whose table is dropped. */
  readonly late: number;
}

const pendingOf = async ({ tenant, services }: Look): Promise<EventSet> => {
  const events = new EventSet();
  for await (const { recordId, events: count } of services.pending.raw(tenant))
    for (let index = 0; index < count; index++) events.add(recordId, index);
  for await (const { recordId, index } of services.pending.staged(tenant)) events.add(recordId, index);
  return events;
};

const dueOf = async ({ tenant, hours, covered, services }: Look): Promise<DueEvents> => {
  const events = new EventCounts();
  const sealed = new Map<string, string>();
  const sealedTables = new Set<string>(['late']);
  const rowsByTable = new Map<string, number>();
  const rows: Rows = {
    covered,
    stored: ({ table, lakeFate, receivedAt, recordId, index }) => {
      if (lakeFate !== 'stored') return;
      rowsByTable.set(table, (rowsByTable.get(table) ?? 0) + 1);
      if (hours.has(hourOf(receivedAt))) events.add(recordId, index);
    },
    sealed: ({ table, hour, recordId, index }) => {
      sealedTables.add(table);
      if (!hours.has(hour) || !covered.has(recordId, index)) return;
      events.add(recordId, index);
      sealed.set(`${recordId}:${index}`, hour);
    },
  };
  await balance(tenant, services, undefined, rows);
  const late = [...sealedTables].reduce((sum, table) => sum + (rowsByTable.get(table) ?? 0), 0);
  return { events, sealed, late };
};

/** Its file is of a metric that was declared since: the next batch moves it, and drops what two names have of one event. */
const isUnmoved = ({ metric, sentName }: HeldRow, resolve: Resolve): boolean =>
  resolve(metric, sentName) !== metric;

/** Streams the lake's rows: tells those that are not due, and gives what is held and the identities of rows that came before their near-line copy. */
const readHeld = async (look: Look, due: EventCounts, pending: EventSet) => {
  const { services, files, hours, resolve, gaps } = look;
  const held = new EventCounts();
  const ahead = new Set<string>();
  for await (const rows of services.lake.rows.rows(files, hours))
    for (const row of rows) {
      held.add(row.recordId, row.index);
      if (held.count(row.recordId, row.index) <= due.count(row.recordId, row.index)) continue;
      if (pending.has(row.recordId, row.index) || isUnmoved(row, resolve)) ahead.add(identityOf(row));
      else gaps.add('extra', { ...row, metric: resolve(row.metric, row.sentName), name: row.sentName });
    }
  return { held, ahead };
};

const missingOf = (due: EventCounts, held: EventCounts): EventSet => {
  const missing = new EventSet();
  for (const [recordId, index] of due.events())
    if (held.count(recordId, index) < due.count(recordId, index)) missing.add(recordId, index);
  return missing;
};

/** Tells those of the missing events that no later one of their identity took the place of. */
const tellMissing = async (
  { tenant, services, covered, gaps }: Look,
  { sealed, late }: DueEvents,
  missing: EventSet,
  ahead: ReadonlySet<string>,
): Promise<void> => {
  const met = new EventSet();
  await eachStored(
    tenant,
    services,
    (copy) => {
      const { metric, sentName, receivedAt, recordId, index, lakeFate } = copy;
      if (lakeFate !== 'stored' || !missing.has(recordId, index)) return;
      met.add(recordId, index);
      if (!ahead.has(identityOf(copy)))
        gaps.add('missing', { metric, name: sentName, hour: hourOf(receivedAt), recordId, index });
    },
    covered,
  );
  const gone = eventsIn(missing).filter(([recordId, index]) => !met.has(recordId, index));
  if (gone.length <= late) return;
  for (const [recordId, index] of gone) {
    const hour = sealed.get(`${recordId}:${index}`);
    if (hour !== undefined) gaps.add('missing', { metric: '', name: '', hour, recordId, index });
  }
};

const eventsIn = (events: EventSet): (readonly [string, number])[] => {
  const all: [string, number][] = [];
  for (const [recordId, runs] of events.records())
    for (const [first, last] of runs)
      for (let index = first; index <= last; index++) all.push([recordId, index]);
  return all;
};

/** The files of a tenant. */
export const filesOf = ({ files }: Snapshot, tenant: TenantId): readonly LakeFile[] =>
  files.filter((file) => file.tenant === tenant);

/**
 * Which events are missing in the lake or are in it without being due, in some hours of arrival. The lake is read as it was before the
 * near-line store was: an event that arrives meanwhile is never taken for one that is lost.
 */
export const lakeGaps = async (
  tenant: TenantId,
  hours: ReadonlySet<string>,
  services: LakeBooksServices,
): Promise<Gaps> => {
  const gaps = new Gaps();
  if (hours.size === 0) return gaps;
  const snapshot = await services.lake.log.snapshot();
  const covered = await coverageOf(snapshot, tenant, services.objects);
  const resolve = resolver(await services.schemas.get(tenant));
  const look = { tenant, hours, files: filesOf(snapshot, tenant), covered, services, resolve, gaps };
  const pending = await pendingOf(look);
  const due = await dueOf(look);
  const { held, ahead } = await readHeld(look, due.events, pending);
  const missing = missingOf(due.events, held);
  if (eventsIn(missing).length > 0) await tellMissing(look, due, missing, ahead);
  return gaps;
};
