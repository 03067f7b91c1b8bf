import { gapOf, isWhole, type HourOfRows } from '@sluice/core/books';
import type { Clock, Directory, Tenant } from '@sluice/core/ports';
import { deepBooks, depthsOf, type DeepBooks, type DeepBooksServices, type Depth } from './deep-books.ts';

export type RunBooksServices = DeepBooksServices & {
  readonly directory: Directory;
  /** One structured line; a metric filter counts those of the message {@link gapMessage}. */
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
};

/** What a window of the books is made from. */
export interface WindowServices {
  readonly clock: Clock;
  /** How old the records are that the consumers were handed last, ms. Throws OutOfService when nobody tells. */
  readonly behind: () => Promise<number>;
}

const hourMs = 3_600_000;

/**
 * The beginning of the hour of arrival from which on a run looks, epoch ms: so many days before the newest record that consumers were
 * handed, as a loss shows only once they have passed it.
 */
export const sinceDays = async (days: number, { clock, behind }: WindowServices): Promise<number> => {
  const from = clock.now() - (await behind()) - days * 24 * hourMs;
  return Math.max(0, Math.floor(from / hourMs) * hourMs);
};

/** The message of a line that tells a gap. */
export const gapMessage = 'gap';
/** The message of a line that names a tenant whose books of a depth cannot be made, and why. */
export const failedMessage = 'no books';
/** The message of the line at the end of a run. */
export const ranMessage = 'books';

/** What a run found. */
export interface RanBooks {
  readonly tenants: number;
  readonly gaps: number;
  /** Tenants whose books of a depth could not be made, with the reason. */
  readonly failed: readonly { readonly tenant: string; readonly depth: Depth; readonly reason: string }[];
}

const rowGaps = (place: 'lake' | 'warehouse', lines: readonly HourOfRows[]): readonly object[] =>
  lines.filter((line) => !isWhole(line)).map((line) => ({ place, ...line }));

const gapsIn = ({ hours, lake = [], warehouse = [] }: DeepBooks): readonly object[] => [
  ...hours
    .filter((hour) => gapOf(hour) !== 0)
    .map((hour) => ({ place: 'near-line', ...hour, missing: gapOf(hour) })),
  ...rowGaps('lake', lake),
  ...rowGaps('warehouse', warehouse),
];

interface Told {
  readonly gaps: number;
  readonly failed: RanBooks['failed'];
}

/** Where a place is away or damaged, the books of those before it are told all the same. */
const tellOf = async ({ id: tenant }: Tenant, services: RunBooksServices): Promise<Told> => {
  const failed: RanBooks['failed'][number][] = [];
  for (const depth of depthsOf(services).toReversed())
    try {
      const gaps = gapsIn(await deepBooks(tenant, depth, services));
      for (const gap of gaps) services.log(gapMessage, { ...gap });
      return { gaps: gaps.length, failed };
    } catch (error) {
      const told = { tenant, depth, reason: error instanceof Error ? error.message : String(error) };
      services.log(failedMessage, told);
      failed.push(told);
    }
  return { gaps: 0, failed };
};

/**
 * Makes the books of all tenants, down to the warehouse where they can go so far, and logs a line `gap` for each hour that does not balance,
 * a line `no books` for a tenant whose books of a depth cannot be made, while those of less depth and the others have theirs, and a line
 * `books` at the end, which says from when on they are where `since` is given.
 */
export const runBooks = async (services: RunBooksServices): Promise<RanBooks> => {
  const tenants = await services.directory.tenants();
  const told: Told[] = [];
  for (const tenant of tenants) told.push(await tellOf(tenant, services));
  const gaps = told.reduce((sum, one) => sum + one.gaps, 0);
  const ran = { tenants: tenants.length, gaps, failed: told.flatMap(({ failed }) => failed) };
  const { since } = services;
  const from = since === undefined ? {} : { since: new Date(since).toISOString() };
  services.log(ranMessage, { ...ran, ...from });
  return ran;
};
