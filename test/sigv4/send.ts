import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';

/** A request, signed or not. */
export interface Sendable {
  readonly method: string;
  /** `127.0.0.1:8080` */
  readonly host: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request as it is. @param raw headers (name, value, name, value) to send in place of its own */
export const send = (
  { method, host, target, headers, body }: Sendable,
  raw?: readonly string[],
): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const [hostname, port] = host.split(':');
    const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
    const all =
      raw === undefined ? { host, ...length, ...headers } : [...raw, ...Object.entries(length).flat()];
    const request = httpRequest(
      { method, hostname, port, path: target, headers: all, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
        );
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
