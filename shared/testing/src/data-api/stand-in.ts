import { randomUUID } from 'node:crypto';
import type { Clock, ObjectStore } from '@sluice/core/ports';
import { apiError } from './api-error.ts';
import { standInBucket } from './copy.ts';
import type { Engine, Result } from './engine.ts';

type Status = 'SUBMITTED' | 'FINISHED' | 'FAILED' | 'ABORTED';

interface Sub {
  readonly Id: string;
  readonly Status: Status;
  readonly Error?: string;
}

interface Stored {
  readonly id: string;
  readonly name: string;
  readonly statements: readonly string[];
  readonly isAlone: boolean;
  readonly createdAt: number;
  status: Status;
  error?: string;
  failedAt?: number;
  results: readonly Result[];
  /** What it reads instead of a table, by the table's name: the table as it was when the batch was submitted. */
  readonly snapshot: Map<string, string>;
}

interface SubmitInput {
  readonly ClientToken?: string | undefined;
  readonly StatementName?: string | undefined;
}

/** What goes wrong at a call. `lost`: it is done, and its answer never comes. */
export type CallFault = 'throttled' | 'lost' | undefined;

/** The event that the end of a batch sends. */
export interface StatementEvent {
  readonly name: string;
  readonly id: string;
  readonly state: Status;
}

export interface StandInOptions {
  readonly engine: Engine;
  readonly objects: ObjectStore;
  readonly clock: Clock;
  /** Decides what goes wrong at each call, by the command's name. */
  readonly faultOf?: (command: string) => CallFault;
}

/** The URL of an object of the stand-in's store. */
export const standInUrl = (key: string): string => `${standInBucket}${key}`;

const hour = 3_600_000;
const tokenMs = 8 * hour;
const keptMs = 24 * hour;

const isLock = (sql: string): boolean => sql.startsWith('LOCK TABLE ');
const isSelect = (sql: string): boolean => sql.startsWith('SELECT ');
const tables = /FROM ("t_[^"]+"\."load_manifest")/g;

/**
 * The Redshift Data API, its six commands in the SDK's shapes, over PostgreSQL in process. A batch that was submitted waits until `work`
 * runs it. A token is the same batch for 8 hours and another one's is refused; a batch and its rows are forgotten after 24.
 *
 * The engine has one session, so that what two at once would see is made: a batch that begins with no lock reads the manifest as it
 * was when the batch was submitted, which is what snapshot isolation lets it do.
 */
export class RedshiftStandIn {
  readonly #options: StandInOptions;
  readonly #batches = new Map<string, Stored>();
  readonly #tokens = new Map<string, { readonly id: string; readonly text: string; readonly at: number }>();
  #snapshots = 0;
  #turn: Promise<unknown> = Promise.resolve();
  /** Batches that were begun, with their statements. */
  readonly ran: (readonly string[])[] = [];

  constructor(options: StandInOptions) {
    this.#options = options;
  }

  async executeStatement(input: SubmitInput & { readonly Sql: string | undefined }) {
    return this.#call('ExecuteStatement', () => this.#submit([input.Sql ?? ''], true, input));
  }

  async batchExecuteStatement(input: SubmitInput & { readonly Sqls: string[] | undefined }) {
    return this.#call('BatchExecuteStatement', () => this.#submit(input.Sqls ?? [], false, input));
  }

  async describeStatement({ Id }: { readonly Id: string | undefined }) {
    return this.#call('DescribeStatement', async () => {
      const batch = this.#known(Id);
      const error = batch.error === undefined ? {} : { Error: batch.error };
      const subs = batch.isAlone ? {} : { SubStatements: this.#subs(batch) };
      return { Id: batch.id, Status: batch.status, ...error, ...subs };
    });
  }

  async getStatementResult({ Id = '' }: { readonly Id: string | undefined }) {
    return this.#call('GetStatementResult', async () => {
      const [id, at = '1'] = Id.split(':');
      const result = this.#known(id).results[Number(at) - 1];
      if (result === undefined) throw apiError('ResourceNotFoundException', `query ${Id} has no result`);
      const fields = result.rows.map((row) =>
        row.map((value) => {
          if (value === null) return { isNull: true };
          return typeof value === 'number' ? { longValue: value } : { stringValue: value };
        }),
      );
      return { Records: fields, ColumnMetadata: result.columns.map((name) => ({ name, label: name })) };
    });
  }

  async cancelStatement({ Id }: { readonly Id: string | undefined }) {
    return this.#call('CancelStatement', async () => {
      const batch = this.#known(Id);
      const isWaiting = batch.status === 'SUBMITTED';
      if (isWaiting) Object.assign(batch, { status: 'ABORTED', error: 'cancelled on user’s request' });
      return { Status: isWaiting };
    });
  }

  async listStatements() {
    return this.#call('ListStatements', async () => ({
      Statements: [...this.#batches.values()].map(({ id, status, name }) => ({
        Id: id,
        Status: status,
        StatementName: name,
      })),
    }));
  }

  /**
   * Runs what waits, in the order it came; gives the events of what ended.
   * @param isQuick by a batch's statements: others go on waiting, as long ones do @default all are
   */
  work(isQuick: (statements: readonly string[]) => boolean = () => true): Promise<readonly StatementEvent[]> {
    const done = this.#turn.then(() => this.#work(isQuick));
    this.#turn = done;
    return done;
  }

  async #work(isQuick: (statements: readonly string[]) => boolean): Promise<readonly StatementEvent[]> {
    const events: StatementEvent[] = [];
    for (const batch of this.#batches.values()) {
      if (batch.status !== 'SUBMITTED' || !isQuick(batch.statements)) continue;
      await this.#run(batch);
      events.push({ name: batch.name, id: batch.id, state: batch.status });
    }
    return events;
  }

  /** What waits is cancelled by somebody else. */
  async abortAll(): Promise<void> {
    for (const { id, status } of this.#batches.values())
      if (status === 'SUBMITTED') await this.cancelStatement({ Id: id });
  }

  /** As after 24 hours. */
  forgetAll(): void {
    this.#batches.clear();
  }

  async #call<T>(command: string, effect: () => Promise<T>): Promise<T> {
    const fault = this.#options.faultOf?.(command);
    if (fault === 'throttled') throw apiError('ThrottlingException', `${command}: rate exceeded`);
    const answer = await effect();
    if (fault === 'lost') throw apiError('TimeoutError', `${command}: no answer in time`);
    return answer;
  }

  #known(id: string | undefined): Stored {
    const batch = this.#batches.get(id ?? '');
    const age = this.#options.clock.now() - (batch?.createdAt ?? 0);
    if (batch !== undefined && age < keptMs) return batch;
    throw apiError('ResourceNotFoundException', `Query does not exist: ${id ?? ''}`);
  }

  #subs(batch: Stored): Sub[] {
    return batch.statements.map((_, i) => {
      const isFailed = i === batch.failedAt;
      const status = batch.status === 'FAILED' && !isFailed ? 'ABORTED' : batch.status;
      const error = isFailed && batch.error !== undefined ? { Error: batch.error } : {};
      return { Id: `${batch.id}:${i + 1}`, Status: status, ...error };
    });
  }

  async #submit(statements: readonly string[], isAlone: boolean, input: SubmitInput) {
    const { clock } = this.#options;
    const text = JSON.stringify(statements);
    this.#check(statements, input);
    const token = input.ClientToken ?? randomUUID(); // as the SDK does
    const before = this.#tokens.get(token);
    if (before !== undefined && clock.now() - before.at < tokenMs) {
      if (before.text === text) return { Id: before.id };
      throw apiError('ValidationException', 'the client token was used with other parameters');
    }
    const id = randomUUID();
    this.#tokens.set(token, { id, text, at: clock.now() });
    const batch: Stored = {
      id,
      name: input.StatementName ?? '',
      statements,
      isAlone,
      createdAt: clock.now(),
      status: 'SUBMITTED',
      results: [],
      snapshot: new Map(),
    };
    if (statements[0] !== undefined && !isLock(statements[0])) await this.#takeSnapshot(batch);
    this.#batches.set(id, batch);
    return { Id: id };
  }

  #check(statements: readonly string[], { ClientToken = 'none' }: SubmitInput): void {
    const isLong = statements.some((sql) => Buffer.byteLength(sql) > 100_000);
    if (statements.length < 1 || statements.length > 40 || isLong || statements.includes(''))
      throw apiError('ValidationException', 'a batch has 1 to 40 statements of at most 100 KB');
    if (ClientToken.length < 1 || ClientToken.length > 64)
      throw apiError('ValidationException', 'the client token has 1 to 64 characters');
  }

  /** Only while something else waits: otherwise nothing can change in between. */
  async #takeSnapshot(batch: Stored): Promise<void> {
    if (![...this.#batches.values()].some(({ status }) => status === 'SUBMITTED')) return;
    const { engine } = this.#options;
    const names = batch.statements.filter(isSelect).flatMap((sql) => [...sql.matchAll(tables)]);
    for (const [, table = ''] of names) {
      if (batch.snapshot.has(table)) continue;
      const copy = `"snapshot_${process.pid}_${(this.#snapshots += 1)}_${batch.id}"`;
      const made = await engine.run(
        [`CREATE TABLE ${copy} AS SELECT * FROM ${table}`],
        this.#options.objects,
      );
      if (made.ok) batch.snapshot.set(table, copy);
    }
  }

  async #run(batch: Stored): Promise<void> {
    const { engine, objects } = this.#options;
    const seen = (sql: string): string =>
      isSelect(sql)
        ? [...batch.snapshot].reduce(
            (text, [table, copy]) => text.replaceAll(`FROM ${table}`, `FROM ${copy}`),
            sql,
          )
        : sql;
    this.ran.push(batch.statements);
    const ran = await engine.run(batch.statements.map(seen), objects);
    for (const copy of batch.snapshot.values()) await engine.run([`DROP TABLE ${copy}`], objects);
    if (ran.ok) Object.assign(batch, { status: 'FINISHED', results: ran.results });
    else Object.assign(batch, { status: 'FAILED', error: `ERROR: ${ran.error}`, failedAt: ran.at });
  }
}
