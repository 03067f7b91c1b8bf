import { SluiceError } from '../failure/index.ts';
import type { HttpResult } from './event.ts';

const types = {
  400: 'Bad Request',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Payload Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
} as const;

export type ErrorStatus = keyof typeof types;

/** Refuses a request: thrown by the work, rendered once at the edge. The message says what was wrong, where, and what to do. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: ErrorStatus;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: ErrorStatus, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** The exact error body of API.md 1: these three fields and no others. A message that shows a cut text may end in half a character, which strict parsers refuse. */
export const errorBody = (status: ErrorStatus, message: string, requestId: string): string =>
  JSON.stringify({ type: types[status], message: message.toWellFormed(), 'request-id': requestId });

const baseHeaders = (requestId: string) => ({
  'content-type': 'application/json',
  'x-amzn-RequestId': requestId,
});

/** 200 with a JSON body that is text already. */
export const okText = (
  body: string,
  requestId: string,
  headers: Readonly<Record<string, string>> = {},
): HttpResult => ({
  statusCode: 200,
  headers: { ...baseHeaders(requestId), ...headers },
  body,
});

/** 200 with a value rendered as JSON. */
export const ok = (value: unknown, requestId: string): HttpResult => okText(JSON.stringify(value), requestId);

export const refused = (refusal: Refusal, requestId: string): HttpResult => ({
  statusCode: refusal.status,
  headers: {
    ...baseHeaders(requestId),
    ...(refusal.status === 503 ? { 'retry-after': '1' } : {}),
    ...refusal.headers,
  },
  body: errorBody(refusal.status, refusal.message, requestId),
});

const unavailable = 'a part of the service is not available: nothing is lost, send the request again';
const internal = 'internal error: the request may be sent again; quote the request-id when you report it';

/** What the client is told of an error that the work threw, nothing of what went wrong inside: 503 when trying again helps, else 500. */
export const faultAnswer = (error: unknown, requestId: string): HttpResult => {
  if (error instanceof Refusal) return refused(error, requestId);
  const retryable = error instanceof SluiceError && error.class === 'retryable';
  return refused(retryable ? new Refusal(503, unavailable) : new Refusal(500, internal), requestId);
};
