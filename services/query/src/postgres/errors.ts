import { SqlError } from '../sql-session.ts';
import type { MessageWriter } from './writer.ts';

/** Writes an ErrorResponse. What is no SqlError is a fault of ours: the client is told that and nothing of the inside. */
export const writeError = (
  writer: MessageWriter,
  error: unknown,
  severity: 'ERROR' | 'FATAL' = 'ERROR',
): void => {
  const known =
    error instanceof SqlError
      ? error
      : new SqlError('XX000', 'an internal error; tell the operator the time');
  writer
    .begin('E')
    .byte(0x53)
    .text(severity)
    .byte(0x56)
    .text(severity)
    .byte(0x43)
    .text(known.sqlstate)
    .byte(0x4d)
    .text(known.message);
  if (known.position !== undefined) writer.byte(0x50).text(String(known.position));
  writer.byte(0).end();
};
