/**
 * How a record stands in a segment file, little-endian:
 *
 *     u32 length of the body · u32 CRC-32 of the body · body
 *     body: f64 sequence · f64 arrival · u16 key length · key · u8 tally? · [26 tenant · 26 recordId · f64 received · u32 events] · data
 */
import { crc32 } from 'node:zlib';
import { isTenantId } from '@sluice/core/layout';
import type { DeliveredRecord, StreamRecord, Tally } from '@sluice/core/ports';

const headBytes = 8;
const fixedBytes = 8 + 8 + 2 + 1;
const tallyBytes = 26 + 26 + 8 + 4;

/** The frame of one record. */
export const encodeFrame = (record: StreamRecord, sequence: number, arrivedAt: number): Buffer => {
  const keyBytes = Buffer.byteLength(record.partitionKey);
  const body = fixedBytes + keyBytes + (record.tally ? tallyBytes : 0) + record.data.length;
  const frame = Buffer.allocUnsafe(headBytes + body);
  let at = frame.writeUInt32LE(body, 0) + 4;
  at = frame.writeDoubleLE(sequence, at);
  at = frame.writeDoubleLE(arrivedAt, at);
  at = frame.writeUInt16LE(keyBytes, at);
  at += frame.write(record.partitionKey, at);
  at = frame.writeUInt8(record.tally ? 1 : 0, at);
  if (record.tally) at = writeTally(frame, at, record.tally);
  frame.set(record.data, at);
  frame.writeUInt32LE(crc32(frame.subarray(headBytes)), 4);
  return frame;
};

const writeTally = (frame: Buffer, start: number, tally: Tally): number => {
  let at = start + frame.write(tally.tenant, start, 'latin1');
  at += frame.write(tally.recordId, at, 'latin1');
  at = frame.writeDoubleLE(tally.receivedAt, at);
  return frame.writeUInt32LE(tally.events, at);
};

/** How many bytes the frame at an offset takes; undefined when the buffer ends before it does. */
export const frameLength = (buffer: Buffer, offset: number): number | undefined => {
  if (offset + headBytes > buffer.length) return undefined;
  const length = headBytes + buffer.readUInt32LE(offset);
  return offset + length > buffer.length ? undefined : length;
};

/** The sequence number of a whole frame. */
export const frameSequence = (buffer: Buffer, offset: number): number =>
  buffer.readDoubleLE(offset + headBytes);

/** Whether a whole frame holds what was written: its checksum fits. */
export const isIntact = (buffer: Buffer, offset: number, length: number): boolean =>
  length >= headBytes + fixedBytes &&
  crc32(buffer.subarray(offset + headBytes, offset + length)) === buffer.readUInt32LE(offset + 4);

/** The record of a whole, intact frame; its data shares the buffer's memory. */
export const decodeFrame = (
  buffer: Buffer,
  offset: number,
  length: number,
  shard: string,
): DeliveredRecord => {
  const sequence = frameSequence(buffer, offset);
  const arrivedAt = buffer.readDoubleLE(offset + 16);
  const keyAt = offset + 26;
  const afterKey = keyAt + buffer.readUInt16LE(offset + 24);
  const hasTally = buffer.readUInt8(afterKey) === 1;
  const dataAt = afterKey + 1 + (hasTally ? tallyBytes : 0);
  return {
    shard,
    sequence: String(sequence),
    arrivedAt,
    partitionKey: buffer.toString('utf8', keyAt, afterKey),
    data: buffer.subarray(dataAt, offset + length),
    ...(hasTally ? { tally: readTally(buffer, afterKey + 1) } : {}),
  };
};

const readTally = (buffer: Buffer, at: number): Tally => {
  const tenant = buffer.toString('latin1', at, at + 26);
  if (!isTenantId(tenant))
    throw new Error(`a stream frame names the tenant ${JSON.stringify(tenant)}, which is no tenant id`);
  return {
    tenant,
    recordId: buffer.toString('latin1', at + 26, at + 52),
    receivedAt: buffer.readDoubleLE(at + 52),
    events: buffer.readUInt32LE(at + 60),
  };
};
