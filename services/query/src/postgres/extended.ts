import { SqlError, type Cursor, type SqlSession, type SqlValue, type Statement } from '../sql-session.ts';
import { fromBinary } from './binary.ts';
import type { BodyReader } from './reader.ts';
import { formatsOf, sendRows, writeComplete, writeDescription } from './results.ts';
import type { Transaction } from './transaction.ts';
import { parameterTypeOf, textOid } from './types.ts';
import type { MessageWriter } from './writer.ts';

interface Prepared {
  /** Undefined for an empty query. */
  readonly statement: Statement | undefined;
  readonly declared: readonly number[];
}

interface Portal {
  readonly prepared: Prepared;
  readonly parameters: readonly SqlValue[];
  readonly formats: readonly number[];
  cursor: Cursor | undefined;
}

/** The extended protocol: named and unnamed statements and portals of one session. */
export class Extended {
  readonly #session: SqlSession;
  readonly #writer: MessageWriter;
  readonly #transaction: Transaction;
  readonly #statements = new Map<string, Prepared>();
  readonly #portals = new Map<string, Portal>();

  constructor(session: SqlSession, writer: MessageWriter, transaction: Transaction) {
    this.#session = session;
    this.#writer = writer;
    this.#transaction = transaction;
  }

  async parse(reader: BodyReader): Promise<void> {
    const [name, sql] = [reader.text(), reader.text()];
    const declared = reader.list(() => reader.int32());
    if (name !== '' && this.#statements.has(name))
      throw new SqlError('42P05', `prepared statement "${name}" already exists`);
    await this.#forget(this.#statements, name);
    const texts = await this.#session.split(sql);
    if (texts.length > 1)
      throw new SqlError('42601', 'cannot insert multiple commands into a prepared statement');
    const [text] = texts;
    const statement =
      text === undefined ? undefined : await this.#session.prepare(text, declared.map(parameterTypeOf));
    if (statement !== undefined) this.#transaction.check(statement.tag);
    this.#statements.set(name, { statement, declared });
    this.#writer.begin('1').end();
  }

  async bind(reader: BodyReader): Promise<void> {
    const [name, source] = [reader.text(), reader.text()];
    const prepared = this.#statementOf(source);
    const formats = reader.list(() => reader.int16());
    const parameters = reader
      .list(() => {
        const length = reader.int32();
        return length < 0 ? null : reader.bytes(length);
      })
      .map((bytes, i) =>
        bytes === null
          ? null
          : textOf(bytes, formats.length === 1 ? formats[0] : formats[i], prepared.declared[i] ?? 0),
      );
    const results = reader.list(() => reader.int16());
    const wanted = prepared.statement?.parameterCount ?? 0;
    if (parameters.length !== wanted)
      throw new SqlError(
        '08P01',
        `bind message supplies ${parameters.length} parameters, but the statement requires ${wanted}`,
      );
    await this.#closePortal(name);
    this.#portals.set(name, {
      prepared,
      parameters,
      formats: formatsOf(prepared.statement?.columns ?? [], results),
      cursor: undefined,
    });
    this.#writer.begin('2').end();
  }

  describe(reader: BodyReader): void {
    const isStatement = reader.byte() === 0x53;
    const name = reader.text();
    const prepared = isStatement ? this.#statementOf(name) : this.#portalOf(name).prepared;
    if (isStatement) {
      const count = prepared.statement?.parameterCount ?? 0;
      this.#writer.begin('t').int16(count);
      for (let i = 0; i < count; i++) this.#writer.int32(prepared.declared[i] || textOid);
      this.#writer.end();
    }
    const columns = prepared.statement?.columns ?? [];
    writeDescription(this.#writer, columns, isStatement ? [] : this.#portalOf(name).formats);
  }

  async execute(reader: BodyReader): Promise<void> {
    const portal = this.#portalOf(reader.text());
    const limit = Math.max(0, reader.int32());
    const { statement } = portal.prepared;
    if (statement === undefined) {
      this.#writer.begin('I').end();
      return;
    }
    this.#transaction.check(statement.tag);
    portal.cursor ??= await statement.execute(portal.parameters);
    const { rows, done } = await sendRows(this.#writer, statement, portal.formats, portal.cursor, limit);
    if (done) writeComplete(this.#writer, this.#transaction.done(statement.tag), rows);
    else this.#writer.begin('s').end();
  }

  async close(reader: BodyReader): Promise<void> {
    const isStatement = reader.byte() === 0x53;
    const name = reader.text();
    if (isStatement) await this.#forget(this.#statements, name);
    else await this.#closePortal(name);
    this.#writer.begin('3').end();
  }

  /** Portals end with the transaction: at Sync, unless one was begun. */
  async sync(): Promise<void> {
    if (this.#transaction.status === 'T') return;
    for (const name of [...this.#portals.keys()]) await this.#closePortal(name);
  }

  #statementOf(name: string): Prepared {
    const prepared = this.#statements.get(name);
    if (prepared === undefined) throw new SqlError('26000', `prepared statement "${name}" does not exist`);
    return prepared;
  }

  #portalOf(name: string): Portal {
    const portal = this.#portals.get(name);
    if (portal === undefined) throw new SqlError('34000', `portal "${name}" does not exist`);
    return portal;
  }

  async #forget(statements: Map<string, Prepared>, name: string): Promise<void> {
    const prepared = statements.get(name);
    statements.delete(name);
    const used = [...this.#portals.values()].some((portal) => portal.prepared === prepared);
    if (!used) await prepared?.statement?.close();
  }

  async #closePortal(name: string): Promise<void> {
    const portal = this.#portals.get(name);
    this.#portals.delete(name);
    await portal?.cursor?.close();
  }
}

const textOf = (bytes: Buffer, format: number | undefined, oid: number): string =>
  format === 1 ? fromBinary(oid, bytes) : bytes.toString('utf8');
