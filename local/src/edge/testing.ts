import { type Socket, connect } from 'node:net';
import { type HttpEvent, ok } from '@sluice/core/http';
import { isTenantId } from '@sluice/core/layout';
import type { AccessKey } from '@sluice/core/ports';
import { sign } from '@sluice/core/sigv4';
import { type Edge, type EdgeFault, type EdgeOptions, startEdge } from './index.ts';

/** The wall clock: the signatures of real clients are of now. */
export const now = (): number => Math.round(performance.timeOrigin + performance.now());

/** What signs: the one key of the edge that `start` starts. */
export const key = { accessKeyId: 'TESTKEY0001', secretAccessKey: 'nobodys secret' };
/** Of all signatures here. */
export const region = 'us-east-1';
const tenant = '0'.repeat(26);
const scram = { iterations: 4096, salt: '', storedKey: '', serverKey: '' };

const accessKey = (): AccessKey => {
  if (!isTenantId(tenant)) throw new Error('not a tenant id');
  const { accessKeyId: id, secretAccessKey: secret } = key;
  return { id, secret, scram, tenant, role: 'device', device: 'sensor-7', createdAt: 0 };
};

const edges: Edge[] = [];

/** Closes what `start` started. */
export const closeAll = async (): Promise<void> => {
  for (const edge of edges.splice(0)) await edge.close();
};

/** An edge on a free port that answers `{}` and keeps what it was given. */
export const start = async (changes: Partial<EdgeOptions> = {}) => {
  const events: HttpEvent[] = [];
  const faults: EdgeFault[] = [];
  const edge = await startEdge({
    port: 0,
    region,
    directory: { key: (id) => Promise.resolve(id === key.accessKeyId ? accessKey() : undefined) },
    clock: { now },
    newRequestId: () => 'the-id',
    handle: (event) => {
      events.push(event);
      return Promise.resolve(ok({}, event.requestContext.requestId));
    },
    log: (fault) => faults.push(fault),
    ...changes,
  });
  edges.push(edge);
  return { edge, events, faults, host: `127.0.0.1:${edge.port}` };
};

interface Sent {
  readonly method?: string;
  readonly target?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
}

/** Signs and sends. */
export const call = async (
  host: string,
  { method = 'POST', target = '/v1/stream/event', headers = {}, body = '' }: Sent,
) => {
  const bytes = Buffer.from(body);
  const signed = sign({ method, target, host, body: bytes }, key, now(), { region });
  const init = { method, headers: { ...headers, ...signed }, ...(bytes.length > 0 ? { body: bytes } : {}) };
  const response = await fetch(`http://${host}${target}`, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
};

/** What a raw connection answers to these bytes, until it is closed. */
export const raw = (edge: Edge, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket: Socket = connect(edge.port, edge.host, () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(answer)).on('error', reject);
  });

/** The bytes of a signed request. */
export const rawSigned = (
  host: string,
  body: string,
  method = 'POST',
  target = '/v1/stream/event',
): string => {
  const signed = sign({ method, target, host, body: Buffer.from(body) }, key, now(), { region });
  const head = `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nx-amz-date: ${signed['x-amz-date']}\r\nAuthorization: ${signed.authorization}\r\n`;
  return `${head}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

/** The error body, with its three fields. */
export const exactError = (type: string, message: unknown) => ({ type, message, 'request-id': 'the-id' });

/** The body of a raw answer. */
export const errorOf = (answer: string): unknown => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
