import { Agent, request as httpRequest } from 'node:http';
import { sign } from '@sluice/core/sigv4';

export interface Key {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** A client with kept-alive connections that signs as any SigV4 client does. */
export const clientOf = (url: string, key: Key, connections = 8) => {
  const { hostname, port, host } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const call = (
    method: string,
    target: string,
    body: string | Buffer = '',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const bytes = Buffer.from(body);
      const signed = sign({ method, target, host, body: bytes }, key, Date.now(), { region: 'us-east-1' });
      const sent = httpRequest(
        {
          agent,
          hostname,
          port,
          method,
          path: target,
          headers: {
            host,
            'content-length': bytes.length,
            'content-type': 'application/json',
            ...headers,
            ...signed,
          },
        },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
          );
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(bytes);
    });
  const json = async <T>(method: string, target: string, body?: unknown): Promise<T> => {
    const answer = await call(method, target, body === undefined ? '' : JSON.stringify(body));
    if (answer.status !== 200) throw new Error(`${method} ${target}: ${answer.status} ${answer.body}`);
    return JSON.parse(answer.body) as T;
  };
  return {
    call,
    json,
    query: <Row>(sql: string) => json<Row[]>('POST', '/v1/query', { sql }),
    close: () => agent.destroy(),
  };
};
export type Client = ReturnType<typeof clientOf>;

export interface TenantKeys extends Key {
  readonly tenant: string;
  readonly apiKey: string;
}

/** Makes a tenant without a limit, as `sluice tenant create` does. */
export const createTenant = (operator: Client, name: string): Promise<TenantKeys> =>
  operator.json<TenantKeys>('PUT', '/v1/meta/tenant', { name, rate: 'unlimited' });
