/** What the Postgres wire server and the REST call need of the engine. One session per connection; statements of a session run one at a time. */

/** The types a result column can have, as PostgreSQL names them. Everything else is rendered as text. */
export type SqlType =
  | 'bool'
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float4'
  | 'float8'
  | 'numeric'
  | 'text'
  | 'bytea'
  | 'timestamp'
  | 'timestamptz'
  | 'date'
  | 'time'
  | 'json';

export interface Column {
  readonly name: string;
  readonly type: SqlType;
}

/** A value in PostgreSQL's text format; null is SQL NULL. */
export type SqlValue = string | null;

/** Rejects a statement. `position` counts characters of the statement from 1. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** SQLSTATE, five characters: 42501 refused, 42601 syntax, 42703 no such column, 42P01 no such table, 57014 cancelled or timed out, … */
  readonly sqlstate: string;
  readonly position: number | undefined;

  constructor(sqlstate: string, message: string, position?: number) {
    super(message);
    this.sqlstate = sqlstate;
    this.position = position;
  }
}

export interface Portion {
  readonly rows: readonly (readonly SqlValue[])[];
  readonly done: boolean;
}

export interface Cursor {
  /** Up to `maxRows` further rows; `done` when there are no more. */
  next(maxRows: number): Promise<Portion>;
  close(): Promise<void>;
}

export interface Statement {
  /** Empty for a statement without a result. */
  readonly columns: readonly Column[];
  /** The number of `$n` parameters; all are taken in text format and cast by the engine. */
  readonly parameterCount: number;
  /** What CommandComplete says, without a count: `SELECT`, `SET`, `SHOW`, `BEGIN`, … */
  readonly tag: string;
  execute(parameters: readonly SqlValue[]): Promise<Cursor>;
  close(): Promise<void>;
}

export interface SqlSession {
  /** Splits a simple query into its statements; throws SqlError 42601 when it cannot. */
  split(sql: string): Promise<readonly string[]>;
  /**
   * Parses, checks and binds one statement. `parameterTypes` are the engine's names of the types that the client declared for `$1`, `$2`, …
   * (`BIGINT`, `DOUBLE`, `BOOLEAN`, …; absent: untyped, as a literal in quotes). Throws SqlError.
   */
  prepare(sql: string, parameterTypes?: readonly (string | undefined)[]): Promise<Statement>;
  /** Interrupts what runs now; it fails with 57014. Nothing running: no effect. */
  cancel(): void;
  close(): Promise<void>;
}
