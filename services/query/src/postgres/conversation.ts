import { SqlError, type SqlSession } from '../sql-session.ts';
import { writeError } from './errors.ts';
import { Extended } from './extended.ts';
import { messageBytes } from './options.ts';
import { shifted } from './positions.ts';
import { BodyReader } from './reader.ts';
import { sendRows, writeComplete, writeDescription } from './results.ts';
import type { Message, MessageSource } from './source.ts';
import { Transaction, verbOf } from './transaction.ts';
import type { MessageWriter } from './writer.ts';

/** Everything a client may say after its login. */
const expected = { limit: messageBytes, letters: 'QPBDECHSFXdcf' } as const;

const cancelled = () => new SqlError('57014', 'canceling statement due to user request');

/** One session after its login: answers messages in order until the client goes. */
export class Conversation {
  readonly #session: SqlSession;
  readonly #source: MessageSource;
  readonly #writer: MessageWriter;
  readonly #transaction = new Transaction();
  readonly #extended: Extended;
  readonly #log: (message: string, error: unknown) => void;
  /** After an error in the extended protocol everything is skipped up to Sync. */
  #skipping = false;
  /** From a message until the client is told that we are ready for the next. */
  #busy = true;
  /** While a message is answered: outside of that there is nothing to cancel. */
  #answering = false;
  #cancelled = false;
  #ending: SqlError | undefined;

  constructor(
    session: SqlSession,
    source: MessageSource,
    writer: MessageWriter,
    log: (message: string, error: unknown) => void,
  ) {
    this.#session = session;
    this.#source = source;
    this.#writer = writer;
    this.#log = log;
    this.#extended = new Extended(session, writer, this.#transaction, this.#check);
  }

  async run(): Promise<void> {
    await this.#ready();
    for (;;) {
      const message = await this.#source.next(expected);
      if (message === undefined || message.type === letter('X')) return;
      this.#busy = true;
      await this.#answer(message);
    }
  }

  /** Cancels what is under way, if anything is. */
  cancel(): void {
    if (!this.#answering) return;
    this.#cancelled = true;
    this.#session.cancel();
  }

  /** Has it end with this error once the work under way is answered. False when there is none: it may be cut off now. */
  endWhenReady(reason: SqlError): boolean {
    this.#ending = reason;
    return this.#busy;
  }

  /** Frees what the client prepared. */
  close(): Promise<void> {
    return this.#extended.end();
  }

  /** Between two pieces of a statement no engine is asked, so a cancel is found here. */
  readonly #check = (): void => {
    if (this.#cancelled) throw cancelled();
  };

  async #ready(): Promise<void> {
    this.#writer.begin('Z').byte(this.#transaction.status.charCodeAt(0)).end();
    await this.#writer.flush();
    if (this.#ending !== undefined) throw this.#ending;
    this.#busy = false;
  }

  async #answer(message: Message): Promise<void> {
    const kind = String.fromCharCode(message.type);
    if (kind === 'S') {
      this.#skipping = false;
      await this.#extended.sync();
      return this.#ready();
    }
    if (this.#skipping) return;
    try {
      await this.#attempt(kind, message.body);
    } catch (error) {
      if (!(error instanceof SqlError)) this.#log('a SQL message failed', error);
      this.#transaction.failed();
      writeError(this.#writer, error);
      if (kind !== 'Q') this.#skipping = true;
      // Now, as PostgreSQL does: a client that sent Flush and not Sync waits for it.
      await this.#writer.flush();
    }
    if (kind === 'Q') return this.#ready();
    return this.#writer.send();
  }

  async #attempt(kind: string, body: Buffer): Promise<void> {
    this.#cancelled = false;
    this.#answering = true;
    try {
      await this.#handle(kind, new BodyReader(body));
    } finally {
      this.#answering = false;
    }
  }

  async #handle(kind: string, reader: BodyReader): Promise<void> {
    switch (kind) {
      case 'Q':
        return this.#simple(reader);
      case 'P':
        return this.#extended.parse(reader);
      case 'B':
        return this.#extended.bind(reader);
      case 'D':
        this.#extended.describe(reader);
        return;
      case 'E':
        return this.#extended.execute(reader);
      case 'C':
        return this.#extended.close(reader);
      case 'H':
        return this.#writer.flush();
      case 'F':
        throw new SqlError('0A000', 'function calls are not supported');
      default:
        return; // CopyData, CopyDone and CopyFail of a COPY that was refused
    }
  }

  async #simple(reader: BodyReader): Promise<void> {
    const sql = reader.text();
    reader.end();
    const statements = await this.#session.split(sql);
    if (statements.length === 0) this.#writer.begin('I').end();
    let at = 0;
    for (const text of statements) {
      at = Math.max(at, sql.indexOf(text, at));
      await shifted(sql, at, () => this.#one(text));
      at += text.length;
    }
  }

  async #one(text: string): Promise<void> {
    const statement = await this.#session.prepare(text);
    try {
      this.#check();
      const verb = verbOf(statement.tag, text);
      this.#transaction.check(verb);
      if (statement.parameterCount > 0) throw new SqlError('42P02', 'there is no parameter $1');
      const cursor = await statement.execute([]);
      if (statement.columns.length > 0) writeDescription(this.#writer, statement.columns, []);
      const { rows } = await sendRows(this.#writer, statement, [], cursor, 0, this.#check);
      await cursor.close();
      writeComplete(this.#writer, this.#transaction.done(verb, statement.tag), rows);
    } finally {
      await statement.close();
    }
  }
}

const letter = (text: string): number => text.charCodeAt(0);
