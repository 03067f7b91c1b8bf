import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { HttpResult } from '@sluice/core/http';
import type { EdgeAnswer, StreamedAnswer } from './options.ts';

type HeaderRecord = Readonly<Record<string, string>>;

/** Set by the edge alone, whatever an answer says: they belong to the connection. */
const ours: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'x-amzn-requestid',
]);

const headersOf = (answer: EdgeAnswer, extra: HeaderRecord, requestId: string): Record<string, string> => {
  const headers: Record<string, string> = { 'x-amzn-RequestId': requestId, ...extra };
  for (const [name, value] of Object.entries(answer.headers))
    if (!ours.has(name.toLowerCase())) headers[name] = value;
  return headers;
};

const isWhole = (answer: EdgeAnswer): answer is HttpResult => typeof answer.body === 'string';

const writeWhole = (response: ServerResponse, answer: HttpResult, headers: Record<string, string>): void => {
  if (answer.statusCode !== 204) headers['content-length'] = String(Buffer.byteLength(answer.body, 'utf8'));
  response.writeHead(answer.statusCode, headers);
  response.end(answer.body);
};

const drained = async (response: ServerResponse): Promise<void> => {
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]);
  settled.abort();
};

const writeStreamed = async (
  response: ServerResponse,
  answer: StreamedAnswer,
  headers: Record<string, string>,
): Promise<void> => {
  const left = (): void => {
    if (!response.writableFinished) answer.cancel?.();
  };
  response.once('close', left);
  const pieces = answer.body[Symbol.asyncIterator]();
  let piece = await pieces.next();
  response.writeHead(answer.statusCode, headers);
  while (piece.done !== true && !response.destroyed) {
    if (!response.write(piece.value)) await drained(response);
    piece = await pieces.next();
  }
  if (response.destroyed) await pieces.return?.();
  else response.end();
};

/**
 * Sends an answer, with the request's id and further headers. Rejects when a streamed body fails; nothing was sent then if
 * `response.headersSent` is false.
 */
export const writeAnswer = async (
  response: ServerResponse,
  answer: EdgeAnswer,
  extra: HeaderRecord,
  requestId: string,
): Promise<void> => {
  const headers = headersOf(answer, extra, requestId);
  if (isWhole(answer)) writeWhole(response, answer, headers);
  else await writeStreamed(response, answer, headers);
};
