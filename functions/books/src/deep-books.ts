import {
  balance,
  isWhole,
  lakeBooks,
  warehouseBooks,
  type Books,
  type BooksServices,
  type HourOfBooks,
  type HourOfRows,
  type WarehouseBooksServices,
} from '@sluice/core/books';
import type { TenantId } from '@sluice/core/layout';

/** How far the books go: each place is compared with the one before it. */
export const depths = ['near-line', 'lake', 'warehouse'] as const;
export type Depth = (typeof depths)[number];

/** The places behind the near-line store are there or not. */
export type DeepBooksServices = BooksServices & Partial<Pick<WarehouseBooksServices, 'lake' | 'warehouse'>>;

/** How far the books can go. */
export const depthsOf = ({ lake, warehouse }: DeepBooksServices): readonly Depth[] => {
  if (lake === undefined) return depths.slice(0, 1);
  return warehouse === undefined ? depths.slice(0, 2) : depths;
};

export interface DeepBooks {
  /** No gap in any place that was looked at. */
  readonly balanced: boolean;
  readonly hours: readonly HourOfBooks[];
  /** The lake beside the near-line store; absent when it was not asked for. */
  readonly lake?: readonly HourOfRows[];
  /** The warehouse beside the lake. */
  readonly warehouse?: readonly HourOfRows[];
}

const isBalanced = ({ balanced }: Books, ...places: readonly (readonly HourOfRows[])[]): boolean =>
  balanced && places.every((place) => place.every(isWhole));

/** The books of a tenant. Rejects as `balance`, `lakeBooks` and `warehouseBooks` of the core do. */
export const deepBooks = async (
  tenant: TenantId,
  depth: Depth,
  services: DeepBooksServices,
): Promise<DeepBooks> => {
  const { lake, warehouse } = services;
  if (depth === 'near-line') return balance(tenant, services);
  if (lake === undefined || (depth === 'warehouse' && warehouse === undefined))
    throw new Error(`the books have no depth ${depth} here`);
  if (depth === 'lake' || warehouse === undefined) {
    const found = await lakeBooks(tenant, { ...services, lake });
    return { ...found.books, balanced: isBalanced(found.books, found.lake), lake: found.lake };
  }
  const found = await warehouseBooks(tenant, { ...services, lake, warehouse });
  const places = { lake: found.lake, warehouse: found.warehouse };
  return { ...found.books, balanced: isBalanced(found.books, found.lake, found.warehouse), ...places };
};

/** The books of several tenants as one. */
export const together = (books: readonly DeepBooks[], depth: Depth): DeepBooks => ({
  balanced: books.every(({ balanced }) => balanced),
  hours: books.flatMap(({ hours }) => hours),
  ...(depth === 'near-line' ? {} : { lake: books.flatMap(({ lake }) => lake ?? []) }),
  ...(depth === 'warehouse' ? { warehouse: books.flatMap(({ warehouse }) => warehouse ?? []) } : {}),
});
