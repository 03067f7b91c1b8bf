import type { IncomingMessage } from 'node:http';
import { Refusal } from '@sluice/core/http';

/** How much of a refused body is read and thrown away, as a multiple of the limit, so that the client gets to read the answer. */
const discardFactor = 8;

const tooLarge = (limit: number): Refusal =>
  new Refusal(413, `the body is larger than ${limit} bytes: send less in one request, or gzip`);

/**
 * Throws the rest of a body away. A client that is cut off while it sends may never see its answer; one that sends without end is cut off.
 */
export const discardBody = (request: IncomingMessage, limit: number): void => {
  if (request.complete) return;
  let left = limit * discardFactor;
  request.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) request.socket.destroy();
  });
  request.resume();
};

/** Refuses with 413 a body whose declared length is over the limit, before any of it is read. */
export const checkDeclaredLength = (request: IncomingMessage, limit: number): void => {
  const declared = request.headers['content-length'];
  if (declared !== undefined && Number(declared) > limit) throw tooLarge(limit);
};

const joined = (chunks: readonly Buffer[], size: number): Buffer => {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks, size);
};

/** Reads a whole body; refuses with 413 past the limit; `gone` when the client left before its end. */
export const readBody = (request: IncomingMessage, limit: number): Promise<Buffer | 'gone'> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', take);
      reject(tooLarge(limit));
    };
    request.on('data', take);
    request.once('end', () => resolve(joined(chunks, size)));
    request.once('error', () => resolve('gone'));
    request.once('close', () => resolve('gone'));
  });
