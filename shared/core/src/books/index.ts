export { balance } from './balance.ts';
export { classify, type Copy, type Fate } from './classify.ts';
export { isWhole, type HourOfRows } from './compare.ts';
export { countedOnce } from './counted-once.ts';
export { countOf, EventSet } from './event-set.ts';
export {
  digestOf,
  digestRange,
  type HeldHour,
  type HeldRow,
  type LakeRows,
  type WarehouseRows,
} from './held.ts';
export { gapOf, type Books, type HourOfBooks } from './hours.ts';
export { pendingTail, stagedEventsOf, type PendingTailServices } from './pending-tail.ts';
export { tallyOf } from './tally.ts';
export { lakeBooks, type LakeBooks } from './lake-books.ts';
export type { BooksServices, Found, LakeBooksServices, Visit, WarehouseBooksServices } from './services.ts';
export { warehouseBooks, type WarehouseBooks } from './warehouse-books.ts';
