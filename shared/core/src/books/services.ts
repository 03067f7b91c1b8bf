import type { LakeLog } from '../lake/index.ts';
import type { TableName } from '../layout/index.ts';
import type {
  AcceptedLedger,
  ChunkStore,
  ObjectStore,
  Pending,
  SchemaStore,
  SealedCounts,
  SealedFate,
} from '../ports/index.ts';
import type { LakeRows, WarehouseRows } from './held.ts';

export interface BooksServices {
  readonly ledger: AcceptedLedger;
  readonly pending: Pending;
  readonly chunks: ChunkStore;
  readonly objects: ObjectStore;
  readonly schemas: SchemaStore;
  readonly sealed: SealedCounts;
  /**
   * Epoch ms at which an hour of arrival begins: what arrived before is neither read nor told. What became of the rest does not hang on
   * it, as of two events with one identity the one that arrived later is the row. @default everything
   */
  readonly since?: number;
}

/** An event as it was found in a table that exists. */
export interface Found {
  readonly table: TableName;
  readonly recordId: string;
  readonly index: number;
  readonly fate: SealedFate;
  /** Hour of arrival of its record; undefined when the ledger of accepted records does not know it. */
  readonly hour: string | undefined;
}

/** Told of each event that is in a table, once, in the table that holds the copy it is counted by; of one without an hour perhaps more often. */
export type Visit = (found: Found) => void;

/** What the books of the lake are made from. */
export interface LakeBooksServices extends BooksServices {
  readonly lake: { readonly log: LakeLog; readonly rows: LakeRows };
}

/** What the books of the warehouse are made from. */
export interface WarehouseBooksServices extends LakeBooksServices {
  readonly warehouse: {
    /** Does work on the warehouse; where one process at a time has it open, that is this one meanwhile. Throws OutOfService. */
    use<T>(work: (rows: WarehouseRows) => Promise<T>): Promise<T>;
  };
}
