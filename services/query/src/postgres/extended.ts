import { SqlError, type SqlSession } from '../sql-session.ts';
import { bindValues } from './bind.ts';
import { shifted } from './positions.ts';
import type { BodyReader } from './reader.ts';
import { sendRows, writeComplete, writeDescription } from './results.ts';
import { Shelf, type Portal, type Prepared } from './shelf.ts';
import { verbOf, type Transaction } from './transaction.ts';
import { parameterTypeOf, textOid } from './types.ts';
import type { MessageWriter } from './writer.ts';

/** The extended protocol of one session. */
export class Extended {
  readonly #session: SqlSession;
  readonly #writer: MessageWriter;
  readonly #transaction: Transaction;
  readonly #check: () => void;
  readonly #shelf = new Shelf();

  /** `check` throws when what runs was cancelled. */
  constructor(session: SqlSession, writer: MessageWriter, transaction: Transaction, check: () => void) {
    this.#session = session;
    this.#writer = writer;
    this.#transaction = transaction;
    this.#check = check;
  }

  async parse(reader: BodyReader): Promise<void> {
    const [name, sql] = [reader.text(), reader.text()];
    const declared = reader.list(() => reader.int32());
    reader.end();
    this.#shelf.checkNewStatement(name);
    await this.#shelf.forgetStatement(name);
    const prepared = await this.#prepare(sql, declared);
    try {
      this.#check();
      this.#transaction.check(prepared.verb);
    } catch (error) {
      await prepared.statement?.close();
      throw error;
    }
    this.#shelf.keepStatement(name, prepared);
    this.#writer.begin('1').end();
  }

  async #prepare(sql: string, declared: readonly number[]): Promise<Prepared> {
    const texts = await this.#session.split(sql);
    if (texts.length > 1)
      throw new SqlError('42601', 'cannot insert multiple commands into a prepared statement');
    const [text] = texts;
    const types = declared.map(parameterTypeOf);
    const again = () => this.#session.prepare(text ?? '', types);
    const statement = text === undefined ? undefined : await shifted(sql, sql.indexOf(text), again);
    const verb = statement === undefined ? 'end' : verbOf(statement.tag, sql);
    return { statement, declared, verb, bytes: sql.length, again };
  }

  async bind(reader: BodyReader): Promise<void> {
    const [name, source] = [reader.text(), reader.text()];
    const prepared = this.#shelf.statement(source);
    const bound = bindValues(reader, prepared);
    reader.end();
    this.#transaction.check(prepared.verb);
    await this.#shelf.closePortal(name);
    this.#shelf.keepPortal(name, { prepared, ...bound, own: undefined, cursor: undefined, finished: false });
    this.#writer.begin('2').end();
  }

  describe(reader: BodyReader): void {
    const [isStatement, name] = target(reader, 'DESCRIBE');
    const portal = isStatement ? undefined : this.#shelf.portal(name);
    const prepared = portal?.prepared ?? this.#shelf.statement(name);
    if (portal === undefined) {
      const count = prepared.statement?.parameterCount ?? 0;
      this.#writer.begin('t').int16(count);
      for (let i = 0; i < count; i++) this.#writer.int32(prepared.declared[i] || textOid);
      this.#writer.end();
    }
    writeDescription(this.#writer, prepared.statement?.columns ?? [], portal?.formats ?? []);
  }

  async execute(reader: BodyReader): Promise<void> {
    const [name, limit] = [reader.text(), Math.max(0, reader.int32())];
    reader.end();
    const portal = this.#shelf.portal(name);
    const { statement, verb } = portal.prepared;
    if (statement === undefined) {
      this.#writer.begin('I').end();
      return;
    }
    this.#transaction.check(verb);
    const { rows, done } = await this.#run(portal, limit);
    if (done) writeComplete(this.#writer, this.#transaction.done(verb, statement.tag), rows);
    else this.#writer.begin('s').end();
  }

  /** A portal that came to its end gives no more rows; its cursor is the next portal's then. */
  async #run(portal: Portal, limit: number): Promise<{ readonly rows: number; readonly done: boolean }> {
    if (portal.finished) return { rows: 0, done: true };
    const { statement, cursor } = await this.#shelf.open(portal);
    const sent = await sendRows(this.#writer, statement, portal.formats, cursor, limit, this.#check);
    if (sent.done) await this.#shelf.finish(portal);
    return sent;
  }

  async close(reader: BodyReader): Promise<void> {
    const [isStatement, name] = target(reader, 'CLOSE');
    if (isStatement) await this.#shelf.forgetStatement(name);
    else await this.#shelf.closePortal(name);
    this.#writer.begin('3').end();
  }

  /** Portals end with the transaction: at Sync, unless one was begun. */
  async sync(): Promise<void> {
    if (this.#transaction.status !== 'T') await this.#shelf.closePortals();
  }

  /** The client is gone: frees all it prepared. */
  end(): Promise<void> {
    return this.#shelf.clear();
  }
}

/** What Describe and Close are about: a statement (true) or a portal, and its name. */
const target = (reader: BodyReader, message: string): readonly [boolean, string] => {
  const kind = String.fromCharCode(reader.byte());
  const name = reader.text();
  reader.end();
  if (kind !== 'S' && kind !== 'P')
    throw new SqlError('08P01', `invalid ${message} message subtype ${JSON.stringify(kind)}`);
  return [kind === 'S', name];
};
