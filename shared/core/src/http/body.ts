import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { limits } from '../layout/limits.ts';
import { Refusal } from './answer.ts';
import type { HttpEvent } from './event.ts';

const tooLarge = (maxBytes: number): Refusal =>
  new Refusal(
    413,
    `the body is larger than ${maxBytes} bytes (counted after decompression); send less at once`,
  );

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Decompression stops at the limit, so a small body cannot fill the memory. */
const gunzip = (body: Buffer, maxBytes: number): Buffer => {
  try {
    return gunzipSync(body, { maxOutputLength: maxBytes });
  } catch (error) {
    if (isCode(error, 'ERR_BUFFER_TOO_LARGE')) throw tooLarge(maxBytes);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(400, `the body is not gzip, though content-encoding says so: ${reason}`);
  }
};

const decompress = (body: Buffer, encoding: string, maxBytes: number): Buffer => {
  switch (encoding) {
    case '':
    case 'identity':
      return body;
    case 'gzip':
    case 'x-gzip':
      return gunzip(body, maxBytes);
    default:
      throw new Refusal(400, `content-encoding ${encoding} is not supported; send gzip or none`);
  }
};

/** Where bytes stop being UTF-8: decoding replaces what is not, so encoding again differs there first. */
const firstBadByte = (body: Buffer): number => {
  const again = Buffer.from(body.toString('utf8'));
  const at = body.findIndex((byte, i) => byte !== again[i]);
  return at < 0 ? body.length : at;
};

/**
 * The request's body: base64 and gzip undone.
 * @param maxBytes bound of the body after decompression
 * @throws Refusal 400 for an unknown content encoding or broken gzip, 413 beyond the bound
 */
export const readBodyBytes = (event: HttpEvent, maxBytes: number = limits.requestBytes): Buffer => {
  const sent = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (sent.length > maxBytes) throw tooLarge(maxBytes);
  return decompress(sent, (event.headers['content-encoding'] ?? '').trim().toLowerCase(), maxBytes);
};

/**
 * The request's body as text, empty when there is none. A byte order mark is kept, for the parser to refuse.
 * @throws Refusal 400 when it is not UTF-8, and as {@link readBodyBytes}
 */
export const readBody = (event: HttpEvent, maxBytes: number = limits.requestBytes): string => {
  const bytes = readBodyBytes(event, maxBytes);
  if (!isUtf8(bytes)) throw new Refusal(400, `the body is not UTF-8 at byte ${firstBadByte(bytes)}`);
  return bytes.toString('utf8');
};
