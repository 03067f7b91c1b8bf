import { isUtf8 } from 'node:buffer';
import type { HttpEvent } from '@sluice/core/http';
import type { AccessKey } from '@sluice/core/ports';
import type { RequestHead } from '@sluice/core/sigv4';

/** When and under which id a request arrived. */
export interface Arrival {
  readonly requestId: string;
  /** Epoch ms. */
  readonly at: number;
}

/** The principal's name, in the form that API Gateway gives for a device's IAM user. */
export const userArn = (device: string): string => `arn:aws:iam::000000000000:user/sluice/${device}`;

const bodyOf = (head: RequestHead, body: Buffer): Pick<HttpEvent, 'body' | 'isBase64Encoded'> => {
  if (body.length === 0) return { isBase64Encoded: false };
  const text = !head.headers.has('content-encoding') && isUtf8(body);
  return text
    ? { body: body.toString('utf8'), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
};

/** The event of a verified request, as API Gateway's HTTP API makes it (payload format 2.0). */
export const eventOf = (head: RequestHead, body: Buffer, key: AccessKey, arrival: Arrival): HttpEvent => ({
  version: '2.0',
  rawPath: head.path,
  rawQueryString: head.query,
  headers: Object.fromEntries(head.headers),
  ...bodyOf(head, body),
  requestContext: {
    requestId: arrival.requestId,
    timeEpoch: arrival.at,
    http: { method: head.method, path: head.path },
    authorizer: { iam: { accessKey: key.id, userArn: userArn(key.device) } },
  },
});
