import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { HttpEvent } from '@sluice/core/http';
import type { AccessKey, Directory, Tenant } from '@sluice/core/ports';
import { anId, aKey, aTenant } from '@sluice/testing/factories/directory';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { handleMeta, bootstrapOperator, randomKeys } from './index.ts';
import type { MetaServices } from './index.ts';

/** An event as API Gateway (payload 2.0) and our HTTP server make it. */
export const anEvent = (
  key: Pick<AccessKey, 'id'>,
  call: string,
  body?: unknown,
  extra: Partial<HttpEvent> = {},
): HttpEvent => {
  const [method = '', target = ''] = call.split(' ');
  const [path = '', query = ''] = target.split('?');
  return {
    version: '2.0',
    rawPath: `/v1/meta/${path}`,
    rawQueryString: query,
    headers: { host: 'sluice.test', 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request-1',
      timeEpoch: 1_790_000_000_000,
      http: { method, path: `/v1/meta/${path}` },
      authorizer: { iam: { accessKey: key.id, userArn: `arn:aws:iam::000000000000:user/${key.id}` } },
    },
    ...extra,
  };
};

export const servicesOn = (directory: Directory): MetaServices => ({
  states: memoryStateStore(),
  planCapacity: () => Promise.resolve([]),
  directory,
  clock: { now: () => 1_790_000_000_123 },
  newUlid: anId,
  randomBytes: (n) => randomBytes(n),
  keyMint: randomKeys((n) => randomBytes(n)),
});

export interface World {
  readonly directory: Directory;
  readonly services: MetaServices;
  readonly operator: AccessKey;
  /** Two tenants, each with a key of each role of users, and a device with a key. */
  readonly a: Side;
  readonly b: Side;
  /** Calls the handler; gives status and parsed body. */
  readonly call: (
    key: Pick<AccessKey, 'id'>,
    call: string,
    body?: unknown,
    extra?: Partial<HttpEvent>,
  ) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface Side {
  readonly tenant: Tenant;
  readonly admin: AccessKey;
  readonly analyst: AccessKey;
  readonly device: AccessKey;
}

const aSide = async (directory: Directory): Promise<Side> => {
  const tenant = aTenant();
  const deviceId = anId();
  const key = (role: AccessKey['role'], device?: string) =>
    aKey({ tenant: tenant.id, role, ...(device === undefined ? {} : { device }) });
  const side = { tenant, admin: key('admin'), analyst: key('analyst'), device: key('device', deviceId) };
  await directory.createTenant(tenant);
  await directory.putDevice({ id: deviceId, tenant: tenant.id, description: 'first', createdAt: 1 });
  for (const one of [side.admin, side.analyst, side.device]) await directory.addKey(one, 2);
  return side;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const aWorld = async (): Promise<World> => {
  const directory = memoryDirectory();
  const services = servicesOn(directory);
  const operator = await bootstrapOperator(directory, services);
  if (operator === undefined) throw new Error('no operator key was made');
  const call: World['call'] = async (key, text, body, extra) => {
    const result = await handleMeta(anEvent(key, text, body, extra), services);
    expect(result.headers).toMatchObject({
      'content-type': 'application/json',
      'x-amzn-RequestId': 'request-1',
    });
    const answer: unknown = JSON.parse(result.body);
    if (!isObject(answer)) throw new Error(`the answer is no object: ${result.body}`);
    return { status: result.statusCode, body: answer };
  };
  return { directory, services, operator, a: await aSide(directory), b: await aSide(directory), call };
};
