import type { Range, TableName } from '@sluice/core/layout';
import type { Throughput } from '@sluice/core/ports';
import { weekOf, windowOf } from '@sluice/core/time';

/** Units a second between which a table is kept, while it is not paid per request. */
export interface Bounds {
  readonly writes: Range;
  readonly reads: Range;
}

export interface WeeklyTable {
  readonly table: string;
  /** `2026-w47` */
  readonly week: TableName;
  readonly min: Throughput;
  readonly max: Throughput;
  readonly throttledUnitPrice: number;
}

export interface NearLineWeeks {
  /** What stands before the week in a table's name. */
  readonly prefix: string;
  readonly retentionWeeks: number;
  readonly bounds: Bounds;
  /** What a refused unit is worth, in units. */
  readonly throttledUnitPrice: number;
}

const weekMs = 7 * 86_400_000;

/** The tables that functions use at a time, the oldest first: the weeks of the retention, this one, and the next. */
export const weeklyTables = (
  now: number,
  { prefix, retentionWeeks, bounds, throttledUnitPrice }: NearLineWeeks,
): WeeklyTable[] => {
  const { first, last } = windowOf(now, retentionWeeks);
  const { writes, reads } = bounds;
  return Array.from({ length: Math.round((last + 1 - first) / weekMs) }, (_, i) => {
    const week = weekOf(first + i * weekMs);
    return {
      table: `${prefix}${week}`,
      week,
      min: { writes: writes.least, reads: reads.least },
      max: { writes: writes.most, reads: reads.most },
      throttledUnitPrice,
    };
  });
};
