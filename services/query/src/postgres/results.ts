import { SqlError, type Column, type Cursor, type SqlValue, type Statement } from '../sql-session.ts';
import { toBinary } from './to-binary.ts';
import { typeOf } from './types.ts';
import type { MessageWriter } from './writer.ts';

const portionRows = 1_000;

/** The protocol counts columns with 16 bits, and drivers read them with a sign. */
const mostColumns = 32_767;

/** Result formats of a portal: none is text for all, one is for all, else one each; 1 is binary. Throws SqlError 08P01 for another number of them. */
export const formatsOf = (columns: readonly Column[], formats: readonly number[]): readonly number[] => {
  if (formats.length > 1 && formats.length !== columns.length)
    throw new SqlError(
      '08P01',
      `bind message has ${formats.length} result formats but query has ${columns.length} columns`,
    );
  return columns.map((_, i) => (formats.length === 1 ? (formats[0] ?? 0) : (formats[i] ?? 0)));
};

export const writeDescription = (
  writer: MessageWriter,
  columns: readonly Column[],
  formats: readonly number[],
): void => {
  if (columns.length === 0) {
    writer.begin('n').end();
    return;
  }
  if (columns.length > mostColumns)
    throw new SqlError('54011', `a result can have at most ${mostColumns} columns, not ${columns.length}`);
  writer.begin('T').int16(columns.length);
  for (const [i, { name, type }] of columns.entries()) {
    const { oid, size } = typeOf(type);
    writer
      .text(name)
      .int32(0)
      .int16(0)
      .int32(oid)
      .int16(size)
      .int32(-1)
      .int16(formats[i] ?? 0);
  }
  writer.end();
};

const writeRow = (
  writer: MessageWriter,
  columns: readonly Column[],
  formats: readonly number[],
  row: readonly SqlValue[],
): void => {
  writer.begin('D').int16(row.length);
  for (const [i, value] of row.entries()) {
    const column = columns[i];
    if (value === null) writer.int32(-1);
    else if (formats[i] === 1 && column !== undefined) {
      const bytes = toBinary(column.type, value);
      writer.int32(bytes.length).bytes(bytes);
    } else writer.value(value);
  }
  writer.end();
};

/**
 * Sends up to `limit` rows (0: all). Tells how many, and whether that was the end. While the client does not read, no more is asked of the
 * cursor, and little is held. `check` throws when the statement was cancelled.
 */
export const sendRows = async (
  writer: MessageWriter,
  statement: Statement,
  formats: readonly number[],
  cursor: Cursor,
  limit: number,
  check: () => void,
): Promise<{ readonly rows: number; readonly done: boolean }> => {
  let sent = 0;
  for (;;) {
    check();
    const wanted = limit === 0 ? portionRows : Math.min(portionRows, limit - sent);
    const { rows, done } = await cursor.next(wanted);
    for (const row of rows) {
      writeRow(writer, statement.columns, formats, row);
      if (!writer.full) continue;
      await writer.flush();
      check();
    }
    sent += rows.length;
    if (done || (limit > 0 && sent >= limit)) return { rows: sent, done };
  }
};

/** What CommandComplete says: only SELECT has a count. */
export const writeComplete = (writer: MessageWriter, tag: string, rows: number): void => {
  writer
    .begin('C')
    .text(tag === 'SELECT' ? `SELECT ${rows}` : tag)
    .end();
};
