import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { Refusal, type HttpEvent } from '@sluice/core/http';
import { gatewayHeaders } from '@sluice/core/layout';
import type { AccessKey } from '@sluice/core/ports';

/** API Gateway's own limit of a request. */
const mostBytes = 10 * 1024 * 1024;

/** Lower-case names, repeated headers joined: a name that the gateway overwrites and somebody else wrote again is then no value at all. */
export const headersOf = (request: IncomingMessage): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]),
  );

/** The whole body. Refuses with 413 past the limit. */
export const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  let bytes = 0;
  // Left early, it must not take the connection with it: the refusal goes over it.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(part)) continue;
    bytes += part.length;
    if (bytes > mostBytes) throw new Refusal(413, `the body is larger than ${mostBytes} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** The gateway's id of the request, or one of ours when it sent none that could be one. */
export const requestIdOf = (headers: Readonly<Record<string, string>>, ours: () => string): string => {
  const sent = headers[gatewayHeaders.request] ?? '';
  return /^[\w=-]{1,64}$/.test(sent) ? sent : ours();
};

export interface Arrived {
  readonly requestId: string;
  /** Epoch ms. */
  readonly at: number;
  readonly key: AccessKey;
  readonly body: Buffer;
}

/** The request as functions get it from the gateway (payload format 2.0). */
export const eventOf = (
  request: IncomingMessage,
  headers: Readonly<Record<string, string>>,
  { requestId, at, key, body }: Arrived,
): HttpEvent => {
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const isText = headers['content-encoding'] === undefined && isUtf8(body);
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(body.length > 0 ? { body: body.toString(isText ? 'utf8' : 'base64') } : {}),
    isBase64Encoded: body.length > 0 && !isText,
    requestContext: {
      requestId,
      timeEpoch: at,
      http: { method: request.method ?? 'GET', path },
      authorizer: { iam: { accessKey: key.id, userArn: headers[gatewayHeaders.user] ?? '' } },
    },
  };
};
