import { balance, type BooksServices } from '@sluice/core/books';
import type { LakeCoverage } from '@sluice/core/lake';
import type { TableName } from '@sluice/core/layout';
import type { Clock, Directory, Tenant } from '@sluice/core/ports';
import { Holding } from './holding.ts';
import { isOutside, plan, type Objection } from './plan.ts';

export interface AgeOffServices extends BooksServices {
  readonly directory: Directory;
  readonly clock: Clock;
  readonly retentionWeeks: number;
  /** Where there is a lake: which events it has. */
  readonly coverage?: LakeCoverage;
  /** False where another drops tables, once this has sealed what they hold. @default true */
  readonly drops?: boolean;
}

export interface AgeOffOptions {
  /** Only tells what would be done. */
  readonly dryRun: boolean;
  /** Drop although no lake holds the rows: they cannot be queried any more, and are in the archive alone. */
  readonly withoutLake: boolean;
}

export interface AgedTable {
  readonly table: TableName;
  /** `sealed`: nothing speaks against dropping it, which is another's to do. */
  readonly action: 'dropped' | 'sealed' | 'kept' | 'would drop';
  readonly reason: string;
}

/**
 * Drops weekly tables that are wholly outside the window, whole. Each tenant's books must balance in every hour of arrival that has an
 * event in the table, and what the table holds is sealed durably first, so that the books balance afterwards too. A crash anywhere
 * leaves a table whole or gone, its events counted once; running again finishes.
 * @throws OutOfService when a store is away, SluiceError or Error for an item that cannot be read; what was not dropped by then stays
 */
export const ageOff = async (
  services: AgeOffServices,
  options: AgeOffOptions,
): Promise<readonly AgedTable[]> => {
  const tables = await services.chunks.tables();
  const { retentionWeeks, clock, coverage, drops = true } = services;
  const { withoutLake } = options;
  const hasLake = coverage !== undefined;
  const planOptions = { now: clock.now(), retentionWeeks, withoutLake, hasLake };
  const mayDrop = withoutLake || hasLake;
  const candidates = mayDrop ? tables.filter((table) => isOutside(table, planOptions)) : [];
  const objections = await sealOrObject(candidates, services, options);
  const aged: AgedTable[] = [];
  for (const { table, action, reason } of plan(tables, objections, planOptions)) {
    if (action === 'drop' && drops && !options.dryRun) await services.chunks.dropTable(table);
    const done = options.dryRun ? 'would drop' : drops ? 'dropped' : 'sealed';
    aged.push({ table, action: action === 'keep' ? 'kept' : done, reason });
  }
  return aged;
};

/**
 * Seals what the candidates hold of each tenant whose books allow it; gives what speaks against the others. A table that is sealed and
 * then stays, for another tenant's sake, is counted as before.
 */
const sealOrObject = async (
  candidates: readonly TableName[],
  services: AgeOffServices,
  options: AgeOffOptions,
): Promise<ReadonlyMap<TableName, readonly Objection[]>> => {
  const objections = new Map<TableName, Objection[]>(candidates.map((table) => [table, []]));
  if (candidates.length === 0) return objections;
  for (const tenant of await services.directory.tenants())
    for (const [table, holding, reasons] of await holdingsOf(tenant, candidates, services, options)) {
      for (const reason of reasons) objections.get(table)?.push({ tenant: tenant.name, reason });
      if (reasons.length === 0 && !options.dryRun) await services.sealed.seal(holding.sealed(tenant.id));
    }
  return objections;
};

const nothing: Awaited<ReturnType<LakeCoverage>> = { has: () => false };

/** What each candidate holds of a tenant, and the reasons why it must stay. */
const holdingsOf = async (
  tenant: Tenant,
  candidates: readonly TableName[],
  services: AgeOffServices,
  { withoutLake }: AgeOffOptions,
): Promise<readonly (readonly [TableName, Holding, readonly string[]])[]> => {
  const holdings = new Map(candidates.map((table) => [table, new Holding(table)]));
  // Read before the tables: an event that is in the lake stays there.
  const covered = withoutLake ? undefined : ((await services.coverage?.(tenant.id)) ?? nothing);
  const books = await balance(tenant.id, services, (found) => {
    holdings.get(found.table)?.add(found);
    if (found.fate !== 'rejected' && covered?.has(found.recordId, found.index) === false)
      holdings.get(found.table)?.addMissing(found);
  });
  return [...holdings].map(([table, holding]) => [table, holding, holding.objections(books)]);
};
