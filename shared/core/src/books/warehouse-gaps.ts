import type { LakeFile } from '../lake/index.ts';
import type { TenantId } from '../layout/index.ts';
import { cellOf, Gaps } from './compare.ts';
import { EventCounts } from './event-counts.ts';
import { EventSet } from './event-set.ts';
import { identityOf, type HeldRow, type WarehouseRows } from './held.ts';
import { filesOf } from './lake-gaps.ts';
import { eachLoadRow, unseenFiles, type LoadRow, type UnseenFiles } from './pending-loads.ts';
import type { WarehouseBooksServices } from './services.ts';

/** What a second look at cells in which warehouse and lake differ has found. */
export interface WarehouseGaps {
  readonly gaps: Gaps;
  /** Rows of the lake that a load is yet to bring, by cell. */
  readonly inFlight: ReadonlyMap<string, number>;
  /** Rows of the lake that a load kept aside: the warehouse takes no texts that long. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** One metric of it. */
interface Look {
  readonly tenant: TenantId;
  readonly metric: string;
  readonly hours: ReadonlySet<string>;
  readonly files: readonly LakeFile[];
  readonly unseen: UnseenFiles;
  readonly warehouse: WarehouseRows;
  readonly services: WarehouseBooksServices;
  readonly gaps: Gaps;
  readonly inFlight: Map<string, number>;
  readonly leftOut: Map<string, number>;
  /** The metric was declared since: rows that moved away stay in its table, which no view shows. */
  readonly isOnceDeclared: boolean;
}

const readHeld = async ({ tenant, metric, hours, warehouse }: Look): Promise<EventCounts> => {
  const held = new EventCounts();
  for await (const rows of warehouse.rows(tenant, metric, hours))
    for (const { recordId, index } of rows) held.add(recordId, index);
  return held;
};

/** The events of the loads that wait, those that were left out, and the identities of both. */
const readUnseen = async ({ unseen, services }: Look) => {
  const [pending, wide] = [new EventSet(), new EventSet()];
  const identities = new Set<string>();
  const into = (events: EventSet) => (row: LoadRow) => {
    events.add(row.recordId, row.index);
    identities.add(identityOf(row));
  };
  await eachLoadRow(unseen.pending, services.objects, into(pending));
  await eachLoadRow(unseen.wide, services.objects, into(wide));
  return { pending, wide, identities };
};

type Unseen = Awaited<ReturnType<typeof readUnseen>>;

const tellMissing = (look: Look, row: HeldRow, { pending, wide }: Unseen): void => {
  const cell = cellOf(look.metric, row.hour);
  const { recordId, index } = row;
  const count = pending.has(recordId, index)
    ? look.inFlight
    : wide.has(recordId, index)
      ? look.leftOut
      : undefined;
  if (count !== undefined) count.set(cell, (count.get(cell) ?? 0) + 1);
  else look.gaps.add('missing', { ...row, name: row.sentName });
};

const lookAt = async (look: Look): Promise<void> => {
  const { hours, files, services } = look;
  const held = await readHeld(look);
  const unseen = await readUnseen(look);
  const there = new EventCounts();
  for await (const rows of services.lake.rows.rows(files, hours))
    for (const row of rows) {
      there.add(row.recordId, row.index);
      if (there.count(row.recordId, row.index) > held.count(row.recordId, row.index))
        tellMissing(look, row, unseen);
    }
  if (!look.isOnceDeclared) await tellExtra(look, held, there, unseen.identities);
};

const tellExtra = async (
  { tenant, metric, hours, warehouse, gaps }: Look,
  held: EventCounts,
  there: EventCounts,
  pending: ReadonlySet<string>,
): Promise<void> => {
  const again = new EventCounts();
  for await (const rows of warehouse.rows(tenant, metric, hours))
    for (const row of rows) {
      again.add(row.recordId, row.index);
      const times = again.count(row.recordId, row.index);
      // Beyond what the first reading met it is of a load that came meanwhile.
      if (times > held.count(row.recordId, row.index)) continue;
      if (times <= there.count(row.recordId, row.index)) continue;
      // A later event of its identity is on its way, or came in between.
      if (!pending.has(identityOf(row))) gaps.add('extra', { ...row, name: row.sentName });
    }
};

/**
 * Which events the warehouse lacks, or has without the lake. It is asked before the lake: a load that comes meanwhile is one that waits.
 * @param cells hours by metric
 */
export const warehouseGaps = async (
  tenant: TenantId,
  cells: ReadonlyMap<string, ReadonlySet<string>>,
  warehouse: WarehouseRows,
  isOnceDeclared: (metric: string) => boolean,
  services: WarehouseBooksServices,
): Promise<WarehouseGaps> => {
  const gaps = new Gaps();
  const [inFlight, leftOut] = [new Map<string, number>(), new Map<string, number>()];
  if (cells.size === 0) return { gaps, inFlight, leftOut };
  const loaded = await warehouse.loaded(tenant);
  const snapshot = await services.lake.log.snapshot();
  const unseen = await unseenFiles(tenant, loaded, services.lake.log);
  for (const [metric, hours] of cells) {
    const files = filesOf(snapshot, tenant).filter((file) => file.metric === metric);
    await lookAt({
      tenant,
      metric,
      hours,
      files,
      unseen: unseen.get(metric) ?? { pending: [], wide: [] },
      warehouse,
      services,
      gaps,
      inFlight,
      leftOut,
      isOnceDeclared: isOnceDeclared(metric),
    });
  }
  return { gaps, inFlight, leftOut };
};
