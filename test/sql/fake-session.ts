import { setTimeout as sleep } from 'node:timers/promises';
import {
  SqlError,
  type Column,
  type Cursor,
  type SqlSession,
  type SqlValue,
  type Statement,
} from '@sluice/query';

/** What a fake session was asked. */
export interface Seen {
  readonly statements: string[];
  readonly parameters: (readonly SqlValue[])[];
  /** Rows handed out. */
  rows: number;
  cancels: number;
  /** Statements that were prepared and not closed. */
  open: number;
  sessions: number;
}

export const nothingSeen = (): Seen => ({
  statements: [],
  parameters: [],
  rows: 0,
  cancels: 0,
  open: 0,
  sessions: 0,
});

const int4: Column = { name: 'n', type: 'int4' };

/** `echo $1 …`: one row of the parameters. `rows N [bytes]`: so many rows. `hang`: until it is cancelled. `stuck`: not even then. `fail`. `BEGIN`, `COMMIT`, `ROLLBACK …`. */
const shapeOf = (sql: string): { columns: readonly Column[]; tag: string; parameterCount: number } => {
  const [word = '', count = '0'] = sql.split(/\s+/);
  if (['BEGIN', 'COMMIT', 'ROLLBACK'].includes(word)) return { columns: [], tag: word, parameterCount: 0 };
  if (word !== 'echo') return { columns: [int4], tag: 'SELECT', parameterCount: 0 };
  const columns = Array.from({ length: Number(count) }, (_, i): Column => ({ name: `p${i}`, type: 'text' }));
  return { columns, tag: 'SELECT', parameterCount: Number(count) };
};

class FakeCursor implements Cursor {
  readonly #sql: readonly string[];
  readonly #parameters: readonly SqlValue[];
  readonly #seen: Seen;
  readonly #stopped: Promise<never>;
  #at = 0;

  constructor(sql: string, parameters: readonly SqlValue[], seen: Seen, stopped: Promise<never>) {
    this.#sql = sql.split(/\s+/);
    this.#parameters = parameters;
    this.#seen = seen;
    this.#stopped = stopped;
  }

  async next(maxRows: number) {
    const [word, count = '1', bytes = '0'] = this.#sql;
    if (word === 'hang') await this.#stopped;
    if (word === 'stuck') await new Promise(() => undefined);
    if (word === 'echo') return { rows: [this.#parameters], done: true };
    if (word !== 'rows') return { rows: [], done: true };
    const size = Math.min(maxRows, Number(count) - this.#at);
    const rows = Array.from({ length: size }, (_, i) => [String(this.#at + i).padStart(Number(bytes), '0')]);
    this.#at += size;
    this.#seen.rows += size;
    await sleep(0);
    return { rows, done: this.#at >= Number(count) };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A session without an engine: it does what the words of its statements say. */
export const fakeSession = (seen: Seen): SqlSession => {
  let stop: (error: SqlError) => void = () => undefined;
  const execute = (sql: string, parameters: readonly SqlValue[]): Promise<Cursor> => {
    seen.parameters.push(parameters);
    if (sql === 'fail') return Promise.reject(new SqlError('22012', 'division by zero'));
    if (sql === 'burst') return Promise.reject(new Error('a secret of the inside'));
    const { promise, reject } = Promise.withResolvers<never>();
    promise.catch(() => undefined);
    stop = reject;
    return Promise.resolve(new FakeCursor(sql, parameters, seen, promise));
  };
  const prepare = (sql: string): Promise<Statement> => {
    seen.statements.push(sql);
    if (sql.startsWith('selec ')) return Promise.reject(new SqlError('42601', 'syntax error', 1));
    seen.open++;
    return Promise.resolve({
      ...shapeOf(sql),
      execute: (parameters) => execute(sql, parameters),
      close: async () => {
        seen.open--;
      },
    });
  };
  seen.sessions++;
  return {
    split: (sql) =>
      Promise.resolve(
        sql
          .split(';')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      ),
    prepare,
    cancel: () => {
      seen.cancels++;
      stop(new SqlError('57014', 'canceling statement due to user request'));
    },
    close: async () => {
      seen.sessions--;
    },
  };
};
