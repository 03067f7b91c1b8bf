import type { FieldType, Tombstone } from '@sluice/core/tenant-schema';
import type { Column, SqlValue } from '../sql-session.ts';
import type { SessionFacts, TableMention } from '../sql/context.ts';
import type { Parameter } from '../sql/parameters.ts';

/** What the service and a tenant's engine process say to each other. The engine asks for nothing: it has no store and no network. */

export interface FieldSpec {
  readonly id: string;
  readonly name: string;
  readonly type: FieldType;
  /** Names to look for among the unknown fields, in order. */
  readonly names: readonly string[];
}

/** A table of the tenant: a declared metric, one that nobody declared, or the error records. */
export interface TableSpec {
  /** The metric's id; `errors` for the error records. */
  readonly key: string;
  readonly kind: 'declared' | 'undeclared' | 'errors';
  readonly schema: string;
  readonly name: string;
  readonly fields: readonly FieldSpec[];
  /** `fieldsDigest` of the fields, as files of the lake carry it. */
  readonly fieldsDigest: string;
  /** Near-line metric ids whose chunks belong to it. */
  readonly metricIds: readonly string[];
  readonly tombstones: readonly Tombstone[];
}

/** A file of the lake whose rows are a table's, each identity once. Times are epoch ms. */
export interface LakeTableFile {
  readonly path: string;
  readonly firstTimestamp: number;
  readonly lastTimestamp: number;
  /** Its columns hold the fields' values as they are declared now; of others the values may be among the unknown ones. */
  readonly isCurrent: boolean;
}

/** Instead of an answer: files of the lake that must be there before it can be given; nothing was done. */
export interface Needs {
  readonly needs: readonly string[];
}

/** What a request may read of the lake: paths of files that are there until it is answered, or, of a statement, until its rows are fetched. */
interface Reading {
  readonly there: readonly string[];
}

/** A statement together with what its names mean now. */
export interface Bound {
  readonly statement: number;
  /** The table of each mention, in order; null when there is none. */
  readonly keys: readonly (string | null)[];
  readonly parameters: readonly Parameter[];
  readonly facts: SessionFacts;
}

export interface ShadowTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: FieldType }[];
}

export type Request =
  | { readonly op: 'parse'; readonly sql: string; readonly sessionFunctions: readonly string[] }
  | { readonly op: 'declare'; readonly spec: TableSpec }
  | { readonly op: 'forget'; readonly key: string }
  | ({
      readonly op: 'load';
      readonly key: string;
      readonly files: readonly string[];
      /** Lines of chunks, or rows of files of the lake. @default chunks */
      readonly from?: 'chunks' | 'lake';
    } & Reading)
  /** The files of the lake that belong to a table, and the names of unknown fields in them. */
  | ({
      readonly op: 'lake';
      readonly key: string;
      readonly files: readonly LakeTableFile[];
      readonly names: readonly string[];
    } & Reading)
  | ({ readonly op: 'plan' } & Bound)
  | ({ readonly op: 'describe' } & Bound)
  | ({ readonly op: 'open' } & Bound & Reading)
  | { readonly op: 'fetch'; readonly statement: number; readonly maxRows: number }
  | { readonly op: 'endCursor'; readonly statement: number }
  | { readonly op: 'endStatement'; readonly statement: number }
  | { readonly op: 'interrupt'; readonly statement: number }
  | ({ readonly op: 'columns'; readonly key: string } & Reading)
  | { readonly op: 'shadow'; readonly tables: readonly ShadowTable[] }
  | { readonly op: 'pgDescribe'; readonly sql: string }
  | { readonly op: 'pgQuery'; readonly sql: string; readonly parameters: readonly SqlValue[] };

/** A statement whose rows can be fetched. */
export interface Opened {
  readonly columns: readonly Column[];
  /** How many files of the lake it reads. */
  readonly lakeFiles: number;
}

export interface Answers {
  parse: {
    readonly statement: number;
    readonly parameterCount: number;
    readonly mentions: readonly TableMention[];
  };
  /** `kept` is false when the table starts empty and everything must be loaded (again). */
  declare: { readonly kept: boolean };
  forget: null;
  load: { readonly rows: number } | Needs;
  lake: { readonly files: number } | Needs;
  plan: { readonly ranges: readonly (readonly [key: string, from: number, to: number])[] };
  describe: { readonly columns: readonly Column[] };
  open: Opened | Needs;
  fetch: { readonly rows: readonly (readonly SqlValue[])[]; readonly done: boolean };
  endCursor: null;
  endStatement: null;
  interrupt: null;
  columns: { readonly names: readonly string[]; readonly isEmpty: boolean } | Needs;
  shadow: null;
  pgDescribe: { readonly columns: readonly Column[]; readonly parameterCount: number };
  pgQuery: { readonly columns: readonly Column[]; readonly rows: readonly (readonly SqlValue[])[] };
}

export type Op = Request['op'];
export type RequestOf<O extends Op> = Extract<Request, { readonly op: O }>;

export interface Failure {
  readonly sqlstate: string;
  readonly message: string;
  readonly position?: number;
}

/** How an engine process is started. */
export interface EngineSettings {
  readonly spoolFolder: string;
  /** The tenant's folder of the lake. */
  readonly lakeFolder?: string;
  readonly tempFolder: string;
  readonly memoryMegabytes: number;
  readonly threads: number;
}
