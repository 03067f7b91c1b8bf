import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { StreamedResult } from '../rest/handle-query.ts';

/** Resolves when the response takes more, or takes nothing any more. */
const drained = async (response: ServerResponse): Promise<void> => {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  settled.abort();
};

const writePieces = async (response: ServerResponse, pieces: AsyncIterable<string>): Promise<void> => {
  // Left early, the loop ends the statement: nobody waits for its rows.
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
};

/**
 * Sends an answer, as fast as it is read. A body that fails after its beginning breaks the connection off, so that nobody takes half of it for all.
 * @throws what the body failed with
 */
export const writeAnswer = async (
  response: ServerResponse,
  { statusCode, headers, body }: StreamedResult,
): Promise<void> => {
  try {
    if (typeof body === 'string') {
      response.writeHead(statusCode, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
      return;
    }
    response.writeHead(statusCode, headers);
    await writePieces(response, body);
  } catch (error) {
    response.destroy();
    throw error;
  }
};
