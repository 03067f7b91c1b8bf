import { expect } from 'vitest';
import type { HttpEvent } from '@sluice/core/http';
import type { AccessKey, Directory, Role, SchemaStore, Tenant } from '@sluice/core/ports';
import { aKey, anId, aTenant } from '@sluice/testing/factories/directory';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memorySchemaStore } from '@sluice/testing/memory/schema-store';
import { handleSchema, type SchemaServices } from './index.ts';

let requests = 0;

/** An event as API Gateway (payload 2.0) and our HTTP server make it; each has its own request id. */
export const anEvent = (
  accessKey: string,
  call: string,
  body?: unknown,
  extra: Partial<HttpEvent> = {},
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
      authorizer: { iam: { accessKey, userArn: `arn:aws:iam::000000000000:user/${accessKey}` } },
    },
    ...extra,
  };
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly body: unknown;
}

export interface Side {
  readonly tenant: Tenant;
  readonly keys: Readonly<Record<Role, AccessKey>>;
  /** Calls as the tenant's admin. */
  readonly call: (call: string, body?: unknown, extra?: Partial<HttpEvent>) => Promise<Answer>;
  readonly as: (role: Role, call: string, body?: unknown) => Promise<Answer>;
}

const aSide = async (directory: Directory, services: SchemaServices): Promise<Side> => {
  const tenant = aTenant();
  await directory.createTenant(tenant);
  const keyOf = (role: Role) => aKey({ tenant: tenant.id, role });
  const keys = {
    operator: keyOf('operator'),
    admin: keyOf('admin'),
    analyst: keyOf('analyst'),
    device: keyOf('device'),
  };
  for (const key of Object.values(keys)) await directory.addKey(key, 2);
  const send = async (key: AccessKey, call: string, body?: unknown, extra?: Partial<HttpEvent>) => {
    const {
      statusCode,
      headers,
      body: text,
    } = await handleSchema(anEvent(key.id, call, body, extra), services);
    const parsed: unknown = JSON.parse(text);
    return { status: statusCode, headers, text, body: parsed };
  };
  return {
    tenant,
    keys,
    call: (call, body, extra) => send(keys.admin, call, body, extra),
    as: (role, call, body) => send(keys[role], call, body),
  };
};

/** Two tenants with a key of each role, over one store. */
export const aWorld = async (overrides: Partial<SchemaServices> = {}) => {
  const directory = memoryDirectory();
  const schemas: SchemaStore = memorySchemaStore();
  const services: SchemaServices = {
    directory,
    schemas,
    clock: { now: () => 1_790_000_000_123 },
    newUlid: anId,
    ...overrides,
  };
  return { services, a: await aSide(directory, services), b: await aSide(directory, services) };
};

/** What a change answers. */
export const fine = { status: 200, text: '{}' };

/** A metric `pump` (alias `p`) with the field `rpm` (alias `speed`). */
export const makePump = async (side: Side): Promise<void> => {
  await side.call('POST /v1/schema/metric', { metricName: 'pump', aliases: ['p'] });
  const field = { metricName: 'pump', fieldName: 'rpm', fieldType: 'INT', aliases: ['speed'] };
  await side.call('POST /v1/schema/field', field);
};

/** The exact error body. */
export const errorLike = (status: number, type: string, reason: string | RegExp) => {
  const message: unknown = expect.stringMatching(reason);
  const requestId: unknown = expect.stringMatching(/^request-/);
  return { status, body: { type, message, 'request-id': requestId } };
};
