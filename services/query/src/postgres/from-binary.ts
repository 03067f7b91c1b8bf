import { isUtf8 } from 'node:buffer';
import { SqlError, type SqlValue } from '../sql-session.ts';
import { dayText, momentText, timeText } from './moments.ts';
import { numericText } from './numeric.ts';
import { textOfBytes } from './reader.ts';

const endlessMoments: ReadonlyMap<bigint, string> = new Map([
  [2n ** 63n - 1n, 'infinity'],
  [-(2n ** 63n), '-infinity'],
]);
const endlessDays: ReadonlyMap<number, string> = new Map([
  [2 ** 31 - 1, 'infinity'],
  [-(2 ** 31), '-infinity'],
]);

const moment = (bytes: Buffer): string | undefined => {
  const micros = bytes.readBigInt64BE();
  return endlessMoments.get(micros) ?? momentText(micros);
};

const date = (bytes: Buffer): string | undefined => {
  const days = bytes.readInt32BE();
  return endlessDays.get(days) ?? dayText(days);
};

const time = (bytes: Buffer): string | undefined => {
  const micros = bytes.readBigInt64BE();
  return micros < 0n || micros > 86_400_000_000n ? undefined : timeText(micros);
};

const uuid = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** The engine writes each byte by itself. */
export const blobText = (bytes: Buffer): string => bytes.toString('hex').replaceAll(/../g, '\\x$&');

interface Decoder {
  /** Bytes of every value; absent when they differ. */
  readonly size?: number;
  /** Undefined when the bytes are no value of the type. */
  readonly read: (bytes: Buffer) => string | undefined;
}

const text: Decoder = { read: textOfBytes };

/** Without a declared type PostgreSQL finds one by the place. Here what can be no text are bytes: drivers such as `pg` send a buffer so. */
const untyped: Decoder = {
  read: (bytes) => (isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : blobText(bytes)),
};

const decoders: ReadonlyMap<number, Decoder> = new Map<number, Decoder>([
  [0, untyped],
  [16, { size: 1, read: (bytes) => (bytes.readUInt8() === 0 ? 'false' : 'true') }],
  [17, { read: blobText }],
  [19, text],
  [20, { size: 8, read: (bytes) => String(bytes.readBigInt64BE()) }],
  [21, { size: 2, read: (bytes) => String(bytes.readInt16BE()) }],
  [23, { size: 4, read: (bytes) => String(bytes.readInt32BE()) }],
  [25, text],
  [26, { size: 4, read: (bytes) => String(bytes.readUInt32BE()) }],
  [114, text],
  [700, { size: 4, read: (bytes) => String(bytes.readFloatBE()) }],
  [701, { size: 8, read: (bytes) => String(bytes.readDoubleBE()) }],
  [705, text],
  [1042, text],
  [1043, text],
  [1082, { size: 4, read: date }],
  [1083, { size: 8, read: time }],
  [1114, { size: 8, read: moment }],
  [1184, { size: 8, read: moment }],
  [1700, { read: numericText }],
  [2950, { size: 16, read: uuid }],
]);

/**
 * Text of a parameter that came in binary, by the type the driver declared for it.
 * Throws SqlError 0A000 for a type we do not read, 22P03 for bytes that are none of its values.
 */
export const fromBinary = (oid: number, bytes: Buffer): SqlValue => {
  const decoder = decoders.get(oid);
  if (decoder === undefined)
    throw new SqlError('0A000', `a binary parameter of type ${oid} is not supported; send it as text`);
  const wrongSize = decoder.size !== undefined && decoder.size !== bytes.length;
  const value = wrongSize ? undefined : decoder.read(bytes);
  if (value === undefined)
    throw new SqlError('22P03', `incorrect binary data format in a parameter of type ${oid}`);
  return value;
};

/** Text of a parameter that came as text: only bytes are written in another way by PostgreSQL. */
export const fromText = (oid: number, bytes: Buffer): SqlValue => {
  const plain = textOfBytes(bytes);
  if (oid !== 17 || !/^\\x([\da-f]{2})*$/i.test(plain)) return plain;
  return blobText(Buffer.from(plain.slice(2), 'hex'));
};
