import { SqlError, type SqlType } from '../sql-session.ts';

/** 2000-01-01, from which PostgreSQL counts days and microseconds. */
const epochMs = Date.UTC(2000, 0, 1);

const fixed = (size: number, write: (buffer: Buffer) => void): Buffer => {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer;
};

/** Microseconds since 2000 of a text like `2026-11-23 10:20:30.123456+00`. */
const microsOf = (text: string): bigint => {
  const [, moment = '', fraction = ''] = /^([^.+]*)(?:\.(\d+))?/.exec(text) ?? [];
  const seconds = BigInt(Date.parse(`${moment.trim().replace(' ', 'T')}Z`) - epochMs) / 1000n;
  return seconds * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
};

/** PostgreSQL's numeric: groups of four decimal digits, the weight of the first, sign and scale. */
const numeric = (text: string): Buffer => {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace(/^[-+]/, '').split('.');
  const padded = whole.replace(/^0+/, '').padStart(Math.ceil(whole.replace(/^0+/, '').length / 4) * 4, '0');
  const groups = `${padded}${fraction.padEnd(Math.ceil(fraction.length / 4) * 4, '0')}`.match(/.{4}/g) ?? [];
  const buffer = Buffer.alloc(8 + groups.length * 2);
  buffer.writeInt16BE(groups.length, 0);
  buffer.writeInt16BE(padded.length / 4 - 1, 2);
  buffer.writeUInt16BE(negative ? 0x4000 : 0, 4);
  buffer.writeInt16BE(fraction.length, 6);
  for (const [i, group] of groups.entries()) buffer.writeInt16BE(Number(group), 8 + i * 2);
  return buffer;
};

const encoders: Record<SqlType, (text: string) => Buffer> = {
  bool: (text) => Buffer.from([text === 't' ? 1 : 0]),
  int2: (text) => fixed(2, (buffer) => buffer.writeInt16BE(Number(text))),
  int4: (text) => fixed(4, (buffer) => buffer.writeInt32BE(Number(text))),
  int8: (text) => fixed(8, (buffer) => buffer.writeBigInt64BE(BigInt(text))),
  float4: (text) => fixed(4, (buffer) => buffer.writeFloatBE(Number(text))),
  float8: (text) => fixed(8, (buffer) => buffer.writeDoubleBE(Number(text))),
  numeric,
  text: (text) => Buffer.from(text),
  json: (text) => Buffer.from(text),
  bytea: (text) => Buffer.from(text.slice(2), 'hex'),
  timestamp: (text) => fixed(8, (buffer) => buffer.writeBigInt64BE(microsOf(text))),
  timestamptz: (text) => fixed(8, (buffer) => buffer.writeBigInt64BE(microsOf(text))),
  date: (text) =>
    fixed(4, (buffer) => buffer.writeInt32BE((Date.parse(`${text}T00:00:00Z`) - epochMs) / 86_400_000)),
  time: (text) => fixed(8, (buffer) => buffer.writeBigInt64BE(microsOf(`2000-01-01 ${text}`))),
};

/** A result value in PostgreSQL's binary format, from its text. */
export const toBinary = (type: SqlType, text: string): Buffer => encoders[type](text);

const isoText = (micros: bigint): string => {
  const ms = Number(micros / 1000n) + epochMs;
  const rest = String(((micros % 1_000_000n) + 1_000_000n) % 1_000_000n).padStart(6, '0');
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}.${rest}`;
};

/** Text of a parameter that came in binary, by the type the driver declared for it. Throws SqlError 0A000 for a type we do not read. */
export const fromBinary = (oid: number, bytes: Buffer): string => {
  switch (oid) {
    case 16:
      return bytes.readUInt8() === 0 ? 'false' : 'true';
    case 17:
      return `\\x${bytes.toString('hex')}`;
    case 20:
      return String(bytes.readBigInt64BE());
    case 21:
      return String(bytes.readInt16BE());
    case 23:
      return String(bytes.readInt32BE());
    case 700:
      return String(bytes.readFloatBE());
    case 701:
      return String(bytes.readDoubleBE());
    case 1082:
      return new Date(bytes.readInt32BE() * 86_400_000 + epochMs).toISOString().slice(0, 10);
    case 1114:
    case 1184:
      return isoText(bytes.readBigInt64BE());
    case 0:
    case 25:
    case 114:
    case 1042:
    case 1043:
      return bytes.toString('utf8');
    default:
      throw new SqlError('0A000', `a binary parameter of type ${oid} is not supported; send it as text`);
  }
};
