import {
  balance,
  isWhole,
  lakeBooks,
  warehouseBooks,
  type Books,
  type HourOfBooks,
  type HourOfRows,
  type WarehouseBooksServices,
} from '@sluice/core/books';
import type { TenantId } from '@sluice/core/layout';

/** How far the books go: each place is compared with the one before it. */
export const depths = ['near-line', 'lake', 'warehouse'] as const;
export type Depth = (typeof depths)[number];

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
  services: WarehouseBooksServices,
): Promise<DeepBooks> => {
  switch (depth) {
    case 'near-line':
      return balance(tenant, services);
    case 'lake': {
      const { books, lake } = await lakeBooks(tenant, services);
      return { ...books, balanced: isBalanced(books, lake), lake };
    }
    case 'warehouse': {
      const { books, lake, warehouse } = await warehouseBooks(tenant, services);
      return { ...books, balanced: isBalanced(books, lake, warehouse), lake, warehouse };
    }
  }
};

/** The books of several tenants as one. */
export const together = (books: readonly DeepBooks[], depth: Depth): DeepBooks => ({
  balanced: books.every(({ balanced }) => balanced),
  hours: books.flatMap(({ hours }) => hours),
  ...(depth === 'near-line' ? {} : { lake: books.flatMap(({ lake }) => lake ?? []) }),
  ...(depth === 'warehouse' ? { warehouse: books.flatMap(({ warehouse }) => warehouse ?? []) } : {}),
});
