import { lateTable, type TableName } from '@sluice/core/layout';
import { weekRange, windowOf } from '@sluice/core/time';

/** What speaks against dropping a table. */
export interface Objection {
  readonly tenant: string;
  readonly reason: string;
}

export interface Planned {
  readonly table: TableName;
  readonly action: 'keep' | 'drop';
  readonly reason: string;
}

export interface PlanOptions {
  /** Epoch ms. */
  readonly now: number;
  readonly retentionWeeks: number;
  /** Drop although no lake holds the week's rows. */
  readonly withoutLake: boolean;
  /** A lake is there to be asked whether it holds them. */
  readonly hasLake: boolean;
}

/**
 * How long after it left the window a table is kept: a batch picks its table when it begins, and may write to it until it ends. Lambda
 * ends one after 15 minutes at most; four times that.
 */
const graceMs = 3_600_000;

/** True for a weekly table that no event goes to any more. */
export const isOutside = (
  table: TableName,
  { now, retentionWeeks }: Pick<PlanOptions, 'now' | 'retentionWeeks'>,
): boolean => {
  const range = weekRange(table);
  return range !== undefined && range.last < windowOf(now - graceMs, retentionWeeks).first;
};

/**
 * What to do with each table, and why. Only weekly tables outside the window are dropped, and only when nothing speaks against it.
 * @param objections of the books, for the tables outside the window
 */
export const plan = (
  tables: readonly TableName[],
  objections: ReadonlyMap<TableName, readonly Objection[]>,
  options: PlanOptions,
): readonly Planned[] =>
  tables.map((table) => {
    const reason = reasonToKeep(table, objections.get(table) ?? [], options);
    if (reason !== undefined) return { table, action: 'keep', reason };
    const weeks = `${options.retentionWeeks} weeks`;
    return { table, action: 'drop', reason: `older than the window of ${weeks}, and its books balance` };
  });

const reasonToKeep = (
  table: TableName,
  objections: readonly Objection[],
  options: PlanOptions,
): string | undefined => {
  if (table === lateTable) return 'the late table is not aged by week';
  if (weekRange(table) === undefined) return 'its name is no week';
  if (!isOutside(table, options)) return `within the window of ${options.retentionWeeks} weeks`;
  if (!options.withoutLake && !options.hasLake)
    return 'there is no lake that holds its rows; they would be gone: ask with withoutLake';
  const [first, ...more] = objections;
  if (first === undefined) return undefined;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return `tenant ${first.tenant}: ${first.reason}${others}`;
};
