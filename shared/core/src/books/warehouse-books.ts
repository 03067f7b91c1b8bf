import { undeclaredMetricId, type TenantId } from '../layout/index.ts';
import type { TenantSchema } from '../tenant-schema/index.ts';
import { cellOf, countsBy, differing, type HourOfRows } from './compare.ts';
import type { HeldHour, WarehouseRows } from './held.ts';
import { byHour, lakeBooks, sinceOf, type LakeBooks } from './lake-books.ts';
import type { WarehouseBooksServices } from './services.ts';
import { warehouseGaps, type WarehouseGaps } from './warehouse-gaps.ts';

/** The books of all three places. */
export interface WarehouseBooks extends LakeBooks {
  readonly warehouse: readonly HourOfRows[];
}

const key = ({ metric, hour }: HeldHour): string => cellOf(metric, hour);

/**
 * Undeclared metrics whose name was declared since, or once: their rows moved to the declared metric's table, and stay behind in a table
 * that no view shows.
 */
const declaredOnce = ({ metrics, tombstones }: TenantSchema): ((metric: string) => boolean) => {
  const names = [...metrics.flatMap(({ aliases }) => aliases), ...tombstones.map(({ name }) => name)];
  const ids = new Set(names.map(undeclaredMetricId));
  return (metric) => ids.has(metric);
};

const byMetric = (cells: Iterable<string>): ReadonlyMap<string, ReadonlySet<string>> => {
  const hours = new Map<string, Set<string>>();
  for (const cell of cells) {
    const [metric = '', hour = ''] = cell.split(' ');
    hours.set(metric, (hours.get(metric) ?? new Set()).add(hour));
  }
  return hours;
};

interface Lines {
  readonly tenant: TenantId;
  readonly lake: readonly HeldHour[];
  readonly held: readonly HeldHour[];
  readonly found: WarehouseGaps;
  readonly nameOf: (metric: string) => string;
}

const linesOf = ({ tenant, lake, held, found, nameOf }: Lines): readonly HourOfRows[] => {
  const [before, here] = [countsBy(lake, key), countsBy(held, key)];
  const cells = new Set([...before.keys(), ...here.keys(), ...found.gaps.cells()]);
  const lines = [...cells].map((cell): HourOfRows => {
    const [metric = '', hour = ''] = cell.split(' ');
    const [upstream, count] = [before.get(cell)?.rows ?? 0, here.get(cell)?.rows ?? 0];
    const inFlight = found.inFlight.get(cell) ?? 0;
    const { missing, extra, ...more } = found.gaps.at(cell);
    const leftOut = found.leftOut.get(cell) ?? 0;
    const replaced = upstream - count - inFlight - leftOut - missing + extra;
    const aside = leftOut === 0 ? {} : { leftOut };
    const counts = { upstream, held: count, inFlight, replaced, missing, extra, ...aside, ...more };
    return { tenant, metric, name: nameOf(metric), hour, ...counts };
  });
  return lines.toSorted(byHour);
};

/**
 * The books of the near-line store, the lake and the warehouse: against the direction in which events move, so that what is on its way is
 * met. Cells whose rows differ are looked at once more, event by event.
 * @throws as `lakeBooks`, and SluiceError with the warehouse's reason
 */
export const warehouseBooks = (tenant: TenantId, services: WarehouseBooksServices): Promise<WarehouseBooks> =>
  services.warehouse.use((rows) => compare(tenant, rows, services));

const compare = async (
  tenant: TenantId,
  rows: WarehouseRows,
  services: WarehouseBooksServices,
): Promise<WarehouseBooks> => {
  const all = sinceOf(await rows.hours(tenant), services);
  const books = await lakeBooks(tenant, services);
  const isOnceDeclared = declaredOnce(await services.schemas.get(tenant));
  const inLake = new Set(books.held.map(({ metric }) => metric));
  const held = all.filter(({ metric }) => inLake.has(metric) || !isOnceDeclared(metric));
  const cells = byMetric(differing(countsBy(books.held, key), countsBy(held, key)));
  const found = await warehouseGaps(tenant, cells, rows, isOnceDeclared, services);
  const { nameOf, held: lake } = books;
  return { ...books, warehouse: linesOf({ tenant, lake, held, found, nameOf }) };
};
