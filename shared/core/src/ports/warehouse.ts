import type { Failure } from '../failure/index.ts';

/** What a warehouse takes in one call (AWS-FACTS 1.8): the Redshift Data API's limits. A warehouse of one machine has none for the bytes. */
export const warehouseLimits = { statements: 40, statementBytes: 100_000, tokenCharacters: 64 } as const;

/** Statements that are done all or none. One statement alone runs outside of a transaction, as `ALTER COLUMN … TYPE` must. */
export interface WarehouseBatch {
  /** 1 to 40, in the warehouse's dialect. */
  readonly statements: readonly string[];
  /** 1 to 64 characters of A-Z a-z 0-9 - _. The same token is the same batch: it is run once, for as long as the warehouse remembers it. */
  readonly clientToken: string;
  /** Comes back in the event that tells the end of the batch. 1 to 500 characters. */
  readonly name: string;
}

/**
 * How far a batch is. `failed`: nothing of it happened; `statement` counts from 0 and is absent when nobody knows which. `aborted`: someone
 * cancelled it, nothing of it happened. `unknown`: the warehouse remembers no such batch; what became of it only its tables tell.
 */
export type BatchProgress =
  | { readonly state: 'submitted' | 'started' | 'finished' | 'unknown' }
  | { readonly state: 'failed' | 'aborted'; readonly failure: Failure; readonly statement?: number };

/** By column; numbers as decimal text. */
export type WarehouseRow = ReadonlyMap<string, string | null>;

/** Runs SQL on the warehouse. Nobody waits: a batch is submitted, and asked after until it has ended. */
export interface Warehouse {
  /**
   * Throws OutOfService when the warehouse does not answer: the batch may run all the same, and submitting it again with its token tells.
   * Throws SluiceError of class `ours` for a batch that it would never take, and code `TokenReused` for another batch of that token.
   */
  submit(batch: WarehouseBatch): Promise<{ readonly id: string }>;
  /** Throws OutOfService. */
  describe(id: string): Promise<BatchProgress>;
  /**
   * What a statement (from 0) of a finished batch gave, at most some 100 MB. Undefined when the warehouse does not keep it any more.
   * Throws OutOfService.
   */
  rows(id: string, statement: number): Promise<readonly WarehouseRow[] | undefined>;
}

/** Why no warehouse takes a batch: a fault of the caller. Undefined when one may. */
export const warehouseFault = (
  { statements, clientToken, name }: WarehouseBatch,
  { statementBytes = warehouseLimits.statementBytes }: { readonly statementBytes?: number } = {},
): string | undefined => {
  if (statements.length === 0 || statements.length > warehouseLimits.statements)
    return `a batch has ${statements.length} statements; 1 to ${warehouseLimits.statements} are possible`;
  const long = statements.find((statement) => Buffer.byteLength(statement) > statementBytes);
  if (long !== undefined) return `a statement has more than ${statementBytes} bytes: ${long.slice(0, 100)}`;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(clientToken)) return `"${clientToken.slice(0, 100)}" is no token`;
  return name.length >= 1 && name.length <= 500 ? undefined : `"${name.slice(0, 100)}" is no name of a batch`;
};
