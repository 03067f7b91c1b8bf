import { beforeEach, describe, expect, it } from 'vitest';
import type { HttpEvent } from '@sluice/core/http';
import type { AccessKey, Role, Tenant } from '@sluice/core/ports';
import { aKey, aTenant } from '@sluice/testing/factories/directory';
import { anHttpEvent } from '@sluice/testing/factories/http-event';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { handleReplay, type Consumer, type ReplayHttpServices } from './index.ts';
import { aRawRecord, giveUp, keysIn } from './testing.fixture.ts';

let services: ReplayHttpServices;
let operator: AccessKey;
let tenant: Tenant;
let handed: Consumer[];

beforeEach(async () => {
  tenant = aTenant({ name: 'pumps' });
  handed = [];
  services = {
    directory: memoryDirectory(),
    objects: memoryObjectStore(),
    handBack: (consumer) => {
      handed.push(consumer);
      return Promise.resolve({ batchItemFailures: [] });
    },
  };
  await services.directory.createTenant(tenant);
  operator = await keyOf('operator');
});

const keyOf = async (role: Role): Promise<AccessKey> => {
  const key = aKey({ tenant: tenant.id, role });
  await services.directory.addKey(key, 2);
  return key;
};

interface Options {
  readonly key?: AccessKey;
  readonly method?: string;
  readonly extra?: Partial<HttpEvent>;
}

const call = async (
  body?: unknown,
  { key = operator, method = 'POST', extra = {} }: Options = {},
): Promise<Record<string, unknown>> => {
  const { statusCode, body: text } = await handleReplay(
    anHttpEvent(key, `${method} /v1/meta/replay`, body, extra),
    services,
  );
  const answer = JSON.parse(text) as Record<string, unknown>;
  return { ...answer, status: statusCode };
};

describe('POST meta/replay', () => {
  it('replays all, of one consumer, of one tenant, or tells what it would', async () => {
    const { objects } = services;
    const theirs = await giveUp(objects, 'validate', aRawRecord());
    const ours = await giveUp(objects, 'validate', aRawRecord(tenant.id));
    const stored = await giveUp(objects, 'store', aRawRecord());
    const done = { status: 200, failed: [] };
    expect(await call({ dryRun: true })).toEqual({ ...done, replayed: 0, objects: [theirs, ours, stored] });
    expect(handed).toEqual([]);
    expect(await call({ tenant: 'pumps', consumer: null })).toEqual({
      ...done,
      replayed: 1,
      objects: [ours],
    });
    expect(await call({ consumer: 'store' })).toEqual({ ...done, replayed: 1, objects: [stored] });
    expect(await call()).toEqual({ ...done, replayed: 1, objects: [theirs] });
    expect(await call('{}')).toEqual({ ...done, replayed: 0, objects: [] });
    expect(handed).toEqual(['validate', 'store', 'validate']);
  });

  it.each<[string, unknown, number, string]>([
    [
      'a consumer that is none',
      { consumer: 'etl' },
      400,
      'there is no consumer "etl"; there are archive-raw,',
    ],
    ['a flag that is none', { dryRun: 'yes' }, 400, 'dryRun must be true or false, it is "yes"'],
    ['a misspelt option', { dryrun: true }, 400, 'there is no option "dryrun"'],
    ['an option of every object', { constructor: 1 }, 400, 'there is no option "constructor"'],
    ['a list', [], 400, 'must be a JSON object'],
    ['no JSON', '{', 400, 'is not JSON'],
    ['a tenant that is none', { tenant: 'nobody' }, 404, 'there is no tenant "nobody"'],
    ['an empty name', { tenant: '' }, 400, 'tenant must be a text'],
    ['far too much', `"${'x'.repeat(70_000)}"`, 413, 'larger than 65536 bytes'],
  ])('refuses %s and replays nothing', async (_, body, status, message) => {
    await giveUp(services.objects, 'validate', aRawRecord());
    const answer = await call(body);
    expect(answer['status']).toBe(status);
    expect(answer['message']).toContain(message);
    expect(handed).toEqual([]);
    expect(await keysIn(services.objects)).toHaveLength(1);
  });

  it.each<Role>(['admin', 'analyst', 'device'])('is not for a key of role %s', async (role) => {
    await giveUp(services.objects, 'validate', aRawRecord(tenant.id));
    expect(await call({}, { key: await keyOf(role) })).toMatchObject({ status: 403, type: 'Forbidden' });
    expect(handed).toEqual([]);
  });

  it('is not for unknown keys, and not by GET', async () => {
    expect(await call({}, { key: aKey() })).toMatchObject({ status: 403 });
    expect(await call(undefined, { method: 'GET' })).toMatchObject({ status: 404 });
  });

  it('rejects when the directory is away, for the edge to answer 503', async () => {
    services = {
      ...services,
      directory: { ...services.directory, key: () => Promise.reject(new Error('away')) },
    };
    await expect(call()).rejects.toThrow('away');
  });
});
