import type { HttpEvent } from '@sluice/core/http';
import { ok } from '@sluice/core/http';
import { isTenantId } from '@sluice/core/layout';
import type { AccessKey } from '@sluice/core/ports';
import { type EdgeFault, type EdgeOptions, startEdge } from '@sluice/local/edge';

export const region = 'us-east-1';
export const service = 'execute-api';
export const credentials = { accessKeyId: 'TESTKEY0001', secretAccessKey: 'test/secret+of=nobody' };

const tenant = '0'.repeat(26);

/** A key of a made-up tenant. */
export const accessKey = (id: string, secret: string): AccessKey => {
  if (!isTenantId(tenant)) throw new Error('not a tenant id');
  const scram = { iterations: 4096, salt: '', storedKey: '', serverKey: '' };
  return { id, secret, scram, tenant, role: 'device', device: 'sensor-7', createdAt: 0 };
};

export interface TestEdge {
  readonly port: number;
  readonly url: string;
  readonly host: string;
  /** What got through, in order. */
  readonly handled: HttpEvent[];
  readonly faults: EdgeFault[];
  /** The keys that exist; change it and it holds at once. */
  readonly keys: Map<string, AccessKey>;
  close(): Promise<void>;
}

/** An edge on a free port, with one key and a handler that answers with what it was given. */
export const startTestEdge = async (changes: Partial<EdgeOptions> = {}): Promise<TestEdge> => {
  const handled: HttpEvent[] = [];
  const faults: EdgeFault[] = [];
  const keys = new Map([
    [credentials.accessKeyId, accessKey(credentials.accessKeyId, credentials.secretAccessKey)],
  ]);
  let requests = 0;
  const edge = await startEdge({
    port: 0,
    region,
    directory: { key: async (id) => keys.get(id) },
    clock: { now: () => Date.now() },
    newRequestId: () => `request-${++requests}`,
    handle: async (event) => {
      handled.push(event);
      return ok({ path: event.rawPath, query: event.rawQueryString }, event.requestContext.requestId);
    },
    log: (fault) => faults.push(fault),
    ...changes,
  });
  const host = `127.0.0.1:${edge.port}`;
  return { port: edge.port, host, url: `http://${host}`, handled, faults, keys, close: () => edge.close() };
};
