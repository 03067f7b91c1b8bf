import { AwsV4Signer } from 'aws4fetch';
import { formatAmzDate } from '@sluice/core/sigv4';
import type { Connection } from '../connection/connection.ts';
import { unreachable } from './unreachable.ts';

/** One call of the HTTP API. */
export interface Request {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1/`: `schema/metric`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer> | string;
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
    headers: { ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
  }).sign();

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
        ...(request.body === undefined ? {} : { body: request.body }),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      throw unreachable(error, connection);
    }
  },
});
