import type { HttpEvent } from '@sluice/core/http';
import type { AccessKey } from '@sluice/core/ports';

let requests = 0;

/**
 * A request as API Gateway (payload 2.0) and our HTTP server hand it over.
 * @param call such as `POST /v1/meta/replay?x=y`
 * @param body a text as it is, anything else as JSON
 */
export const anHttpEvent = (
  key: Pick<AccessKey, 'id'>,
  call: string,
  body?: unknown,
  overrides: Partial<HttpEvent> = {},
): HttpEvent => {
  const [method = '', target = ''] = call.split(' ');
  const [path = '', query = ''] = target.split('?');
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers: { host: 'sluice.test', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      requestId: `request-${++requests}`,
      timeEpoch: 1_790_000_000_000,
      http: { method, path },
      authorizer: { iam: { accessKey: key.id, userArn: `arn:aws:iam::000000000000:user/${key.id}` } },
    },
    ...overrides,
  };
};
