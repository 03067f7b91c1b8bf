import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { SluiceError } from '@sluice/core/failure';
import type { Plan, PlanEngine, PlanResult, Step, Value, Written } from '../plan/plan.ts';
import { literal, prelude, translated } from './duckdb-dialect.ts';
import { isOfLine, readLines, readParquet, readText } from './duckdb-read.ts';
import { writeFiles } from './duckdb-write.ts';

export interface DuckDbOptions {
  /** For what does not fit into memory; a folder of the batch alone. Each run has its own in it, and removes what other processes left. */
  readonly tempFolder: string;
  /** Megabytes. @default 1200, which keeps the process below 2 GB */
  readonly memoryMegabytes?: number;
  /** @default 2 */
  readonly threads?: number;
}

/** Not the process's number: a container begins with the same one each time. */
const ofThisProcess = `run-${randomUUID()}-`;

/**
 * DuckDB names what it spills alike in every process: a run whose parent was killed, still at work in the same folder, would read what
 * this one wrote. Without its folder it fails, and nothing of it is seen. Runs of this process keep theirs.
 */
const spillFolder = async ({ tempFolder }: DuckDbOptions): Promise<string> => {
  await mkdir(tempFolder, { recursive: true });
  for (const name of await readdir(tempFolder))
    if (!name.startsWith(ofThisProcess)) await rm(join(tempFolder, name), { recursive: true, force: true });
  return mkdtemp(join(tempFolder, ofThisProcess));
};

const open = async (options: DuckDbOptions, spill: string): Promise<DuckDBInstance> => {
  const memory = options.memoryMegabytes ?? 1_200;
  return DuckDBInstance.create(':memory:', {
    memory_limit: `${memory}MB`,
    threads: String(options.threads ?? 2),
    temp_directory: spill,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Rows of a batch have no order; keeping one holds more of them in memory.
    preserve_insertion_order: 'false',
  });
};

const plainValue = (value: DuckDBValue): Value => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : value.toString();
};

/** Rows of a query of counts and texts. */
export const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<Value[][]> =>
  (await connection.runAndReadAll(translated(sql))).getRows().map((row) => row.map(plainValue));

const isZero = async (connection: DuckDBConnection, when: string): Promise<boolean> =>
  Number((await rowsOf(connection, when))[0]?.[0] ?? 0) === 0;

/** What a session has gathered for the result. */
interface Gathered {
  readonly written: Written[];
  readonly rows: Record<string, readonly (readonly Value[])[]>;
}

const runStep = async (
  connection: DuckDBConnection,
  plan: Plan,
  step: Step,
  gathered: Gathered,
  isCareful: boolean,
): Promise<void> => {
  switch (step.do) {
    case 'lines':
      return readLines(connection, step, isCareful);
    case 'text':
      return readText(connection, step, !(await isZero(connection, step.when)));
    case 'parquet': {
      const paths = (await rowsOf(connection, step.from)).map(([path]) => String(path));
      return readParquet(connection, step, paths);
    }
    case 'view':
      await connection.run(`CREATE OR REPLACE TEMP VIEW ${step.name} AS ${translated(step.sql)}`);
      return;
    case 'keep':
      await connection.run(`CREATE OR REPLACE TEMP TABLE ${step.name} AS ${translated(step.sql)}`);
      return;
    case 'write':
      if (!(await isZero(connection, step.when)))
        gathered.written.push(...(await writeFiles(connection, plan, step)));
      return;
    case 'report':
      if (step.when === undefined || !(await isZero(connection, step.when)))
        gathered.rows[step.name] = await rowsOf(connection, step.sql);
  }
};

const failure = (step: string, error: unknown): SluiceError => {
  const reason = error instanceof Error ? error.message : String(error);
  return new SluiceError(
    { class: 'retryable', code: 'EngineFailed', message: `DuckDB failed at the step ${step}: ${reason}` },
    { cause: error },
  );
};

const runPlan = async (options: DuckDbOptions, plan: Plan, isCareful: boolean): Promise<PlanResult> => {
  const spill = await spillFolder(options);
  const instance = await open(options, spill);
  const connection = await instance.connect();
  const gathered: Gathered = { written: [], rows: {} };
  let at = 'prelude';
  try {
    await connection.run(`SET TimeZone = ${literal('UTC')}`);
    for (const macro of prelude) await connection.run(macro);
    for (const step of plan.steps) {
      at = step.name;
      await runStep(connection, plan, step, gathered, isCareful);
    }
    return gathered;
  } catch (error) {
    throw failure(at, error);
  } finally {
    connection.disconnectSync();
    instance.closeSync();
    await rm(spill, { recursive: true, force: true });
  }
};

/**
 * Runs plans on DuckDB in this process, each in a database of its own in memory that spills to `tempFolder`. A plan that meets a line that
 * is none is run again from its beginning, reading each line by itself; lines are read before anything is written.
 */
export const duckDbEngine = (options: DuckDbOptions): PlanEngine => ({
  name: 'duckdb',
  run: async (plan): Promise<PlanResult> => {
    try {
      return await runPlan(options, plan, false);
    } catch (error) {
      if (!(error instanceof Error) || !isOfLine(error.message)) throw error;
      return runPlan(options, plan, true);
    }
  },
});
