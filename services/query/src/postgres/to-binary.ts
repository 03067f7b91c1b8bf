import { SqlError, type SqlType } from '../sql-session.ts';
import { dayOf, momentOf, timeOf } from './moments.ts';
import { numericOf } from './numeric.ts';

const fixed = (size: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
};

const int8 = (value: bigint): Buffer => fixed(8, (buffer) => buffer.writeBigInt64BE(value));

/** PostgreSQL's marks of no end, the greatest and the least of its 64-bit moments and 32-bit days. */
const endless: ReadonlyMap<string, { readonly moment: bigint; readonly day: number }> = new Map([
  ['infinity', { moment: 2n ** 63n - 1n, day: 2 ** 31 - 1 }],
  ['-infinity', { moment: -(2n ** 63n), day: -(2 ** 31) }],
]);

const moment = (text: string): Buffer | undefined => {
  const micros = endless.get(text)?.moment ?? momentOf(text);
  return micros === undefined ? undefined : int8(micros);
};

const date = (text: string): Buffer | undefined => {
  const ms = dayOf(text);
  const days = endless.get(text)?.day ?? (ms === undefined ? undefined : ms / 86_400_000);
  return days === undefined ? undefined : fixed(4, (buffer) => buffer.writeInt32BE(days));
};

const time = (text: string): Buffer | undefined => {
  const micros = timeOf(text);
  return micros === undefined ? undefined : int8(micros);
};

const encoders: Record<SqlType, (text: string) => Buffer | undefined> = {
  bool: (text) => Buffer.from([text === 't' ? 1 : 0]),
  int2: (text) => fixed(2, (buffer) => buffer.writeInt16BE(Number(text))),
  int4: (text) => fixed(4, (buffer) => buffer.writeInt32BE(Number(text))),
  int8: (text) => int8(BigInt(text)),
  float4: (text) => fixed(4, (buffer) => buffer.writeFloatBE(Number(text))),
  float8: (text) => fixed(8, (buffer) => buffer.writeDoubleBE(Number(text))),
  numeric: numericOf,
  text: (text) => Buffer.from(text),
  json: (text) => Buffer.from(text),
  bytea: (text) => Buffer.from(text.slice(2), 'hex'),
  timestamp: moment,
  timestamptz: moment,
  date,
  time,
};

/** A result value in PostgreSQL's binary format, from its text. Throws SqlError 22008 for a time that has no such form here. */
export const toBinary = (type: SqlType, text: string): Buffer => {
  const bytes = encoders[type](text);
  if (bytes === undefined)
    throw new SqlError('22008', `${type} ${JSON.stringify(text)} has no binary form here; ask for text`);
  return bytes;
};
