import { crc32 } from 'node:zlib';
import type { Chunk } from '@sluice/core/ports';

/**
 * The value of a chunk's head: all but its key and its body, which is another value, so that heads are read without touching bodies.
 *
 *     version u8 · events u32 · last timestamp f64 · first, last received at f64 · body length u32 · body crc32 u32
 *     · name length u16 · pointer length u16 · name · pointer · crc32 of the bytes before u32        (big endian; UTF-8)
 */
export interface HeadValue {
  readonly events: number;
  readonly lastTimestamp: number;
  readonly firstReceivedAt: number;
  readonly lastReceivedAt: number;
  readonly bodyBytes: number;
  readonly bodyCrc: number;
  /** Where the texts are in the value: most reads do not want them. */
  readonly nameBytes: number;
  readonly pointerBytes: number;
}

const version = 1;
const fixedBytes = 41;
const crcBytes = 4;

/** The head of a chunk as it is stored. */
export const encodeHead = (chunk: Chunk): Buffer => {
  const name = Buffer.from(chunk.metricName);
  const pointer = Buffer.from(chunk.pointer ?? '');
  const value = Buffer.allocUnsafe(fixedBytes + name.length + pointer.length + crcBytes);
  value.writeUInt8(version, 0);
  value.writeUInt32BE(chunk.events, 1);
  value.writeDoubleBE(chunk.lastTimestamp, 5);
  value.writeDoubleBE(chunk.firstReceivedAt, 13);
  value.writeDoubleBE(chunk.lastReceivedAt, 21);
  value.writeUInt32BE(chunk.body.byteLength, 29);
  value.writeUInt32BE(crc32(chunk.body), 33);
  value.writeUInt16BE(name.length, 37);
  value.writeUInt16BE(pointer.length, 39);
  name.copy(value, fixedBytes);
  pointer.copy(value, fixedBytes + name.length);
  const end = value.length - crcBytes;
  value.writeUInt32BE(crc32(value.subarray(0, end)), end);
  return value;
};

/** A stored head, or why it is none. */
export const decodeHead = (value: Buffer): HeadValue | string => {
  const end = value.length - crcBytes;
  if (end < fixedBytes) return `its head has ${value.length} bytes`;
  if (value.readUInt32BE(end) !== crc32(value.subarray(0, end))) return 'the checksum of its head is wrong';
  if (value[0] !== version) return `its head has version ${String(value[0])}; this program knows ${version}`;
  return {
    events: value.readUInt32BE(1),
    lastTimestamp: value.readDoubleBE(5),
    firstReceivedAt: value.readDoubleBE(13),
    lastReceivedAt: value.readDoubleBE(21),
    bodyBytes: value.readUInt32BE(29),
    bodyCrc: value.readUInt32BE(33),
    nameBytes: value.readUInt16BE(37),
    pointerBytes: value.readUInt16BE(39),
  };
};

/** The texts of a head that {@link decodeHead} accepted. */
export const textsOf = (value: Buffer, { nameBytes, pointerBytes }: HeadValue) => ({
  metricName: value.toString('utf8', fixedBytes, fixedBytes + nameBytes),
  pointer: value.toString('utf8', fixedBytes + nameBytes, fixedBytes + nameBytes + pointerBytes),
});

/** Why a body is not the one that its head was written with, or undefined when it is. */
export const bodyFault = (body: Buffer, head: HeadValue): string | undefined => {
  if (body.length !== head.bodyBytes) return `its body has ${body.length} of ${head.bodyBytes} bytes`;
  return crc32(body) === head.bodyCrc ? undefined : 'the checksum of its body is wrong';
};
