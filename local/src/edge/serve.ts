import type { IncomingMessage, ServerResponse } from 'node:http';
import { faultAnswer, Refusal } from '@sluice/core/http';
import {
  type Headers,
  type RequestHead,
  type SigningKeys,
  checkSignature,
  joinHeaders,
  readSignature,
  requirePlainTarget,
} from '@sluice/core/sigv4';
import { checkDeclaredLength, discardBody, readBody } from './body.ts';
import { type Cors, corsFor, preflight } from './cors.ts';
import { type Arrival, eventOf } from './event.ts';
import type { EdgeAnswer, EdgeOptions } from './options.ts';
import { writeAnswer } from './write.ts';

/** API Gateway's limit of a request's payload. */
const defaultBodyLimit = 10 * 1024 * 1024;

/** What serves each request of an edge. */
export interface Desk {
  readonly options: EdgeOptions;
  readonly bodyLimit: number;
  readonly keys: SigningKeys;
  readonly cors: Cors;
}

export const deskOf = (options: EdgeOptions, keys: SigningKeys): Desk => ({
  options,
  bodyLimit: options.bodyLimit ?? defaultBodyLimit,
  keys,
  cors: corsFor(options.origins ?? []),
});

const headOf = (request: IncomingMessage, headers: Headers): RequestHead => {
  const host = headers.get('host');
  if (host === undefined || host === '' || host.includes(','))
    throw new Refusal(400, 'the request must have one host header');
  return { method: request.method ?? '', ...requirePlainTarget(request.url ?? ''), headers };
};

/** True for a client that sends its body only when told to go on. */
const waits = (request: IncomingMessage): boolean => request.headers.expect?.toLowerCase() === '100-continue';

/** Verifies, then hands over. What needs no body is checked before any of it is read. */
const answerTo = async (
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Headers,
  arrival: Arrival,
): Promise<EdgeAnswer | 'gone'> => {
  const { options, bodyLimit } = desk;
  const early = preflight(request.method, headers, options.origins ?? []);
  if (early !== undefined) return early;
  const signature = readSignature(headOf(request, headers), arrival.at, options);
  checkDeclaredLength(request, bodyLimit);
  if (waits(request)) response.writeContinue();
  const body = await readBody(request, bodyLimit);
  if (body === 'gone') return body;
  const key = await options.directory.key(signature.accessKeyId);
  checkSignature(signature, body, key, desk.keys);
  if (key === undefined) throw new Refusal(403, 'the access key is not valid');
  return options.handle(eventOf(signature.head, body, key, arrival));
};

/** The one place where an error becomes an answer. Says nothing of what went wrong inside; that goes to the log. */
const errorAnswer = (desk: Desk, error: unknown, { requestId }: Arrival): EdgeAnswer => {
  if (!(error instanceof Refusal)) desk.options.log({ message: 'a request failed', requestId, error });
  return faultAnswer(error, requestId);
};

/** Sends an answer. When it cannot be made after all: an error answer, or past its first byte a cut connection, so that nobody takes half an answer for a whole one. */
const send = async (
  desk: Desk,
  response: ServerResponse,
  answer: EdgeAnswer,
  cors: ReturnType<Cors>,
  arrival: Arrival,
) => {
  try {
    await writeAnswer(response, answer, cors, arrival.requestId);
  } catch (error) {
    const instead = errorAnswer(desk, error, arrival);
    if (response.headersSent) response.destroy();
    else await writeAnswer(response, instead, cors, arrival.requestId);
  }
};

/** Serves one request from its head to the end of its answer. Never rejects. */
export const serve = async (
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const arrival = { requestId: desk.options.newRequestId(), at: desk.options.clock.now() };
  const headers = joinHeaders(request.rawHeaders);
  try {
    const answer = await answerTo(desk, request, response, headers, arrival).catch((error: unknown) =>
      errorAnswer(desk, error, arrival),
    );
    // Whether the body of such a request follows its refusal is the client's choice: the connection can carry no other one.
    if (waits(request) && !request.complete) response.shouldKeepAlive = false;
    if (answer !== 'gone') await send(desk, response, answer, desk.cors(headers.get('origin')), arrival);
    discardBody(request, desk.bodyLimit);
  } catch (error) {
    desk.options.log({ message: 'an answer could not be sent', requestId: arrival.requestId, error });
    response.destroy();
  }
};
