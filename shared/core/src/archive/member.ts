import { constants, crc32, inflateRawSync } from 'node:zlib';

/** No record of ours is near it; it keeps a crafted member (a "zip bomb") from taking the memory. */
const largestMember = 256 * 1024 * 1024;

/** What is found where a gzip member should start: `cut` means that the bytes end before the member does. */
export type Found =
  | { readonly kind: 'whole'; readonly length: number; readonly data: Uint8Array }
  | { readonly kind: 'cut' }
  | { readonly kind: 'bad'; readonly reason: string };

const cut: Found = { kind: 'cut' };
const bad = (reason: string): Found => ({ kind: 'bad', reason });

/** The end of a field that a zero byte ends, or undefined when the bytes end before. */
const afterZero = (bytes: Uint8Array, from: number): number | undefined => {
  const zero = bytes.indexOf(0, from);
  return zero < 0 ? undefined : zero + 1;
};

/** The length of the header (RFC 1952, 2.3), undefined when it is cut. */
const headerLength = (bytes: Uint8Array): number | undefined => {
  const flags = bytes[3] ?? 0;
  let end: number | undefined = 10;
  if ((flags & 4) !== 0) end += 2 + (bytes[10] ?? 0) + (bytes[11] ?? 0) * 256;
  if ((flags & 8) !== 0) end = afterZero(bytes, end);
  if (end !== undefined && (flags & 16) !== 0) end = afterZero(bytes, end);
  if (end !== undefined && (flags & 2) !== 0) end += 2;
  return end !== undefined && end <= bytes.length ? end : undefined;
};

const isHeader = (bytes: Uint8Array): boolean =>
  [0x1f, 0x8b, 0x08].every((byte, at) => bytes.length <= at || bytes[at] === byte);

/** Inflates one raw stream and tells how many bytes it took; zlib ignores what follows it. */
const inflateOne = (bytes: Uint8Array): { data: Buffer; taken: number } => {
  const options = { info: true, maxOutputLength: largestMember, finishFlush: constants.Z_FINISH } as const;
  // With `info` the answer is { buffer, engine }; the types know only the plain form.
  const answer: unknown = inflateRawSync(bytes, options);
  if (
    typeof answer === 'object' &&
    answer !== null &&
    'buffer' in answer &&
    Buffer.isBuffer(answer.buffer) &&
    'engine' in answer &&
    typeof answer.engine === 'object' &&
    answer.engine !== null &&
    'bytesWritten' in answer.engine &&
    typeof answer.engine.bytesWritten === 'number'
  )
    return { data: answer.buffer, taken: answer.engine.bytesWritten };
  throw new TypeError('zlib.inflateRawSync did not answer { buffer, engine }');
};

const inflated = (bytes: Uint8Array, header: number): Found => {
  const { data, taken } = inflateOne(bytes.subarray(header));
  const end = header + taken;
  if (end + 8 > bytes.length) return cut;
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + end, 8);
  if (trailer.getUint32(0, true) !== crc32(data)) return bad('its checksum does not fit its content');
  if (trailer.getUint32(4, true) !== data.length % 2 ** 32) return bad('its length does not fit its content');
  return { kind: 'whole', length: end + 8, data };
};

/** Reads the gzip member that starts at the first byte, checksum and length included; what follows it does not matter. */
export const readMember = (bytes: Uint8Array): Found => {
  if (!isHeader(bytes)) return bad('it does not start as a gzip member');
  const header = bytes.length < 10 ? undefined : headerLength(bytes);
  if (header === undefined || header >= bytes.length) return cut;
  try {
    return inflated(bytes, header);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR') return cut;
    return bad(error instanceof Error ? error.message : String(error));
  }
};

/**
 * True when the bytes start as a gzip member and are long enough for one. Not inflated: the front door made the member and the stream's
 * checksum vouches for every byte of it; inflating each record again cost a twelfth of the pipeline's time (measured).
 */
export const startsAsMember = (bytes: Uint8Array): boolean => bytes.length >= 18 && isHeader(bytes);
