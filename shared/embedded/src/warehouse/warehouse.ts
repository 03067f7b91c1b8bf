import { hash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { SluiceError } from '@sluice/core/failure';
import {
  warehouseFault,
  type BatchProgress,
  type Warehouse,
  type WarehouseBatch,
  type WarehouseRow,
} from '@sluice/core/ports';
import { openDatabase, rowsOf, type WarehouseOptions } from './database.ts';
import { statementFailure } from './failure.ts';

export type { WarehouseOptions } from './database.ts';

export interface EmbeddedWarehouse extends Warehouse {
  /** Waits for the batch under way. */
  close(): Promise<void>;
}

/** A batch that this process ran. */
interface Ended {
  readonly digest: string;
  readonly progress: BatchProgress;
  readonly rows: readonly (readonly WarehouseRow[])[];
}

/** Batches whose rows and failures are kept in memory, where they are asked for at once. */
const keptBatches = 200;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** What only reads leaves no trace. */
const isRead = (statement: string): boolean => /^\s*SELECT\b/i.test(statement);

const runAll = async (
  connection: DuckDBConnection,
  { statements, clientToken }: WarehouseBatch,
  digest: string,
) => {
  const rows: (readonly WarehouseRow[])[] = [];
  try {
    await connection.run('BEGIN');
    for (const statement of statements) rows.push(await rowsOf(connection, statement));
    if (!statements.every(isRead))
      await rowsOf(connection, 'INSERT INTO sluice.batch VALUES ($1, $2)', [clientToken, digest]);
    await connection.run('COMMIT');
    return { digest, rows, progress: { state: 'finished' } } satisfies Ended;
  } catch (error) {
    // A commit that failed has ended the transaction already.
    await connection.run('ROLLBACK').catch(() => undefined);
    const statement = rows.length < statements.length ? { statement: rows.length } : {};
    const failure = statementFailure(messageOf(error));
    return { digest, rows: [], progress: { state: 'failed', failure, ...statement } } satisfies Ended;
  }
};

/** The digest of a batch that was committed in whichever life. */
const committed = async (connection: DuckDBConnection, token: string): Promise<string | undefined> => {
  const rows = await rowsOf(connection, 'SELECT digest FROM sluice.batch WHERE token = $1', [token]);
  return rows[0]?.get('digest') ?? undefined;
};

const reused = (token: string): SluiceError =>
  new SluiceError({ class: 'ours', code: 'TokenReused', message: `the token ${token} is of another batch` });

/**
 * A DuckDB file as warehouse: one process has it open, and one batch runs at a time, to its end, within `submit`. What was committed is
 * on disk. A token of a committed batch is known for ever; rows and failures are kept in memory only.
 */
export const openWarehouse = async (options: WarehouseOptions): Promise<EmbeddedWarehouse> => {
  const database = await openDatabase(options);
  const { connection } = database;
  const ended = new Map<string, Ended>();
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  };
  const keep = (token: string, batch: Ended): void => {
    ended.set(token, batch);
    const [oldest] = ended.keys();
    if (ended.size > keptBatches && oldest !== undefined) ended.delete(oldest);
  };
  const submit = async (batch: WarehouseBatch): Promise<{ readonly id: string }> => {
    const fault = warehouseFault(batch, { statementBytes: Infinity });
    if (fault !== undefined) throw new SluiceError({ class: 'ours', code: 'BadBatch', message: fault });
    const { clientToken: id } = batch;
    const digest = hash('sha256', JSON.stringify(batch.statements), 'hex');
    const known = ended.get(id)?.digest ?? (await committed(connection, id));
    if (known !== undefined && known !== digest) throw reused(id);
    if (known === undefined) keep(id, await runAll(connection, batch, digest));
    return { id };
  };
  const describe = async (id: string): Promise<BatchProgress> =>
    ended.get(id)?.progress ?? {
      state: (await committed(connection, id)) === undefined ? 'unknown' : 'finished',
    };
  return {
    submit: (batch) => inTurn(() => submit(batch)),
    describe: (id) => inTurn(() => describe(id)),
    rows: (id, statement) => Promise.resolve(ended.get(id)?.rows[statement]),
    close: () =>
      inTurn(() => {
        database.close();
        return Promise.resolve();
      }),
  };
};
