import { AwsV4Signer } from 'aws4fetch';
import { formatAmzDate } from '@sluice/core/sigv4';
import type { Connection } from '../connection/connection.ts';
import { unreachable } from './unreachable.ts';

/** A body that is too large to be held. */
export interface StreamedBody {
  /** From the beginning: a request is sent once. */
  readonly bytes: ReadableStream<Uint8Array>;
  readonly length: number;
  /** Of all bytes, hex: the signature is over it. */
  readonly sha256: string;
}

/** One call of the HTTP API. */
export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1/`: `schema/metric`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  /** Instead of `body`. */
  readonly stream?: StreamedBody;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Sends signed requests to one instance. */
export interface Client {
  readonly connection: Connection;
  /** Gives the answer whatever its status; fails only when there is none. */
  readonly ask: (request: Request) => Promise<Response>;
}

const urlOf = ({ url }: Connection, { path, query }: Request): string => {
  const pairs = Object.entries(query ?? {}).map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  return `${url}/v1/${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
};

const signed = async (connection: Connection, request: Request, now: number) =>
  new AwsV4Signer({
    ...connection.credentials,
    region: connection.region,
    service: 'execute-api',
    datetime: formatAmzDate(now),
    method: request.method,
    url: urlOf(connection, request),
    headers: {
      ...request.headers,
      ...(request.stream === undefined
        ? {}
        : {
            'x-amz-content-sha256': request.stream.sha256,
            'content-length': String(request.stream.length),
          }),
    },
    ...(request.body === undefined ? {} : { body: request.body }),
  }).sign();

/** What `fetch` takes of a body; `half`: the answer comes after the request's end. */
const bodyOf = ({ body, stream }: Request): RequestInit => {
  if (stream !== undefined) return { body: stream.bytes, duplex: 'half' };
  return body === undefined ? {} : { body };
};

/**
 * A client that signs with AWS Signature Version 4.
 * @param now epoch ms; a server refuses a signature that is off by more than five minutes
 */
export const createClient = (connection: Connection, now: () => number): Client => ({
  connection,
  ask: async (request) => {
    const { url, headers } = await signed(connection, request, now());
    try {
      return await fetch(url, {
        method: request.method,
        headers,
        redirect: 'error',
        ...bodyOf(request),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      throw unreachable(error, connection);
    }
  },
});
