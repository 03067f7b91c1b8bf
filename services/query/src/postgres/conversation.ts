import { SqlError, type SqlSession } from '../sql-session.ts';
import { writeError } from './errors.ts';
import { Extended } from './extended.ts';
import { messageBytes } from './options.ts';
import { BodyReader } from './reader.ts';
import { sendRows, writeComplete, writeDescription } from './results.ts';
import type { Message, MessageSource } from './source.ts';
import { Transaction } from './transaction.ts';
import type { MessageWriter } from './writer.ts';

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
    this.#extended = new Extended(session, writer, this.#transaction);
  }

  async run(): Promise<void> {
    await this.#ready();
    for (;;) {
      const message = await this.#source.next(messageBytes);
      if (message === undefined || message.type === letter('X')) return;
      await this.#answer(message);
    }
  }

  async #ready(): Promise<void> {
    this.#writer.begin('Z').byte(this.#transaction.status.charCodeAt(0)).end();
    await this.#writer.flush();
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
      await this.#handle(kind, new BodyReader(message.body));
    } catch (error) {
      if (!(error instanceof SqlError)) this.#log('a SQL message failed', error);
      this.#transaction.failed();
      writeError(this.#writer, error);
      if (kind !== 'Q') this.#skipping = true;
    }
    if (kind === 'Q') return this.#ready();
    return this.#writer.send();
  }

  async #handle(kind: string, reader: BodyReader): Promise<void> {
    switch (kind) {
      case 'Q':
        return this.#simple(reader.text());
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
      case 'd':
      case 'c':
      case 'f':
        return; // of a COPY that was refused
      default:
        throw new SqlError('08P01', `unknown message ${JSON.stringify(kind)}`);
    }
  }

  async #simple(sql: string): Promise<void> {
    const statements = await this.#session.split(sql);
    if (statements.length === 0) this.#writer.begin('I').end();
    for (const text of statements) await this.#one(text);
  }

  async #one(text: string): Promise<void> {
    const statement = await this.#session.prepare(text);
    try {
      this.#transaction.check(statement.tag);
      if (statement.parameterCount > 0) throw new SqlError('42P02', 'there is no parameter $1');
      const cursor = await statement.execute([]);
      if (statement.columns.length > 0) writeDescription(this.#writer, statement.columns, []);
      const { rows } = await sendRows(this.#writer, statement, [], cursor, 0);
      await cursor.close();
      writeComplete(this.#writer, this.#transaction.done(statement.tag), rows);
    } finally {
      await statement.close();
    }
  }
}

const letter = (text: string): number => text.charCodeAt(0);
