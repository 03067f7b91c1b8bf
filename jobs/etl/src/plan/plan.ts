/**
 * A plan of SQL steps that DuckDB and Spark run alike (jobs/etl/README.md tells the dialect). The text of `sql` is the same for both; how to
 * read, keep and write is each engine's own. A name is a table for the steps after it.
 */
export interface Plan {
  readonly v: 1;
  /** Names the attempt: part of the name of every file that it writes. */
  readonly run: string;
  readonly steps: readonly Step[];
}

/** A column and its type, as Spark names it. */
export type ColumnOf = readonly [name: string, type: string];

export type Step = ReadLines | ReadText | ReadParquet | View | Keep | Write | Report;

/** Reads files of JSON lines (gzip) by a list of columns. A line that is no JSON object of them has NULLs. */
export interface ReadLines {
  readonly do: 'lines';
  readonly name: string;
  readonly paths: readonly string[];
  readonly columns: readonly ColumnOf[];
  /** Members that are objects of `[kind, text]` pairs: each is read as two maps, `<name>_kinds` and `<name>_texts`. */
  readonly pairs: readonly string[];
  /** Read by one step alone, so that nothing need be kept of it. */
  readonly once: boolean;
}

/** Reads files of lines as they are, into the column `value`. */
export interface ReadText {
  readonly do: 'text';
  readonly name: string;
  readonly paths: readonly string[];
  /** Skipped, as an empty table, when this query's one value is 0. */
  readonly when: string;
}

/** Reads Parquet files that a query names in its one column. A column that a file lacks is NULL. */
export interface ReadParquet {
  readonly do: 'parquet';
  readonly name: string;
  readonly from: string;
  /** Besides these, `tenant`, `metric`, `day` from the path, and `file`: the last part of the path. */
  readonly columns: readonly ColumnOf[];
  /** Read by one step alone, so that nothing need be kept of it. */
  readonly once: boolean;
}

/** A name for a query that is cheap to run each time that the name is used. */
export interface View {
  readonly do: 'view';
  readonly name: string;
  readonly sql: string;
}

/** Keeps the rows of a query: it runs once, however often the name is used. */
export interface Keep {
  readonly do: 'keep';
  readonly name: string;
  readonly sql: string;
  /** Rows of days or files, not of events: an engine may hold them without the plan that they are made of. */
  readonly few?: true;
}

/** Writes the rows of a query to new files below a folder, in folders by partition columns. */
export interface Write {
  readonly do: 'write';
  readonly name: string;
  readonly sql: string;
  readonly format: 'parquet' | 'json';
  readonly folder: string;
  readonly partitions: readonly string[];
  /** Skipped when this query's one value is 0. Of rows that are not divided by columns it is their number. */
  readonly when: string;
}

/** Rows for whoever runs the plan. */
export interface Report {
  readonly do: 'report';
  readonly name: string;
  readonly sql: string;
  /** Where there is one: no rows are told when this query's one value is 0. */
  readonly when?: string;
}

export type Value = string | number | boolean | null;

/** A file that a plan wrote. */
export interface Written {
  /** The name of the step. */
  readonly step: string;
  readonly path: string;
  readonly partitions: Readonly<Record<string, string>>;
  readonly rows: number;
  readonly bytes: number;
  /** Of the column `timestamp`, where there is one (Parquet). */
  readonly firstTimestamp: number;
  readonly lastTimestamp: number;
  /** Hex; of JSON files alone. */
  readonly sha256: string;
}

export interface PlanResult {
  readonly written: readonly Written[];
  readonly rows: Readonly<Record<string, readonly (readonly Value[])[]>>;
}

export const isPlanResult = (value: unknown): value is PlanResult =>
  typeof value === 'object' && value !== null && 'written' in value && 'rows' in value;

/** Runs plans. Throws SluiceError `EngineFailed` with the engine's words; files may have been written then. */
export interface PlanEngine {
  readonly name: string;
  run(plan: Plan): Promise<PlanResult>;
}
