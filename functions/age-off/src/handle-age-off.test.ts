import { beforeEach, describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { AccessKey, Role, Tenant } from '@sluice/core/ports';
import { aKey } from '@sluice/testing/factories/directory';
import { anHttpEvent } from '@sluice/testing/factories/http-event';
import { handleAgeOff, type AgeOffServices } from './index.ts';
import { aWorld, fill, oldTable } from './testing.fixture.ts';

let services: AgeOffServices;
let tenant: Tenant;
let operator: AccessKey;

beforeEach(async () => {
  const world = aWorld();
  services = world;
  tenant = await fill(world, 'pumps');
  operator = await keyOf('operator');
});

const keyOf = async (role: Role): Promise<AccessKey> => {
  const key = aKey({ tenant: tenant.id, role });
  await services.directory.addKey(key, 2);
  return key;
};

const call = async (body?: unknown, key = operator, method = 'POST') => {
  const event = anHttpEvent(key, `${method} /v1/meta/age-off`, body);
  const { statusCode, body: text } = await handleAgeOff(event, services);
  const answer = JSON.parse(text) as {
    tables?: { table: string; action: string; reason: string }[];
    message?: string;
  };
  return { status: statusCode, ...answer, old: answer.tables?.find(({ table }) => table === oldTable) };
};

describe('POST meta/age-off', () => {
  it('keeps all, with the reason, unless it is asked to drop without a lake', async () => {
    const { status, old, tables } = await call();
    expect(status).toBe(200);
    expect(tables).toHaveLength(3);
    expect(old).toMatchObject({ action: 'kept' });
    expect(old?.reason).toContain('no lake');
    expect((await call({ dryRun: true, withoutLake: true })).old).toMatchObject({ action: 'would drop' });
    expect((await call({ dryRun: null, withoutLake: true })).old).toMatchObject({ action: 'dropped' });
    expect((await call()).old).toBeUndefined();
  });

  it.each([
    [
      'another option',
      { withoutlake: true },
      'there is no option "withoutlake"; there are dryRun, withoutLake',
    ],
    ['a flag that is none', { withoutLake: 1 }, 'withoutLake must be true or false, it is 1'],
    ['a text', '"now"', 'must be a JSON object'],
  ])('refuses %s, and drops nothing', async (_, body, message) => {
    expect(await call(body)).toMatchObject({
      status: 400,
      message: expect.stringContaining(message) as string,
    });
    expect(await services.chunks.tables()).toContain(oldTable);
  });

  it.each<Role>(['admin', 'analyst', 'device'])('is not for a key of role %s', async (role) => {
    expect(await call({ withoutLake: true }, await keyOf(role))).toMatchObject({ status: 403 });
    expect(await services.chunks.tables()).toContain(oldTable);
  });

  it('is not for unknown keys, and not by GET', async () => {
    expect(await call({ withoutLake: true }, aKey())).toMatchObject({ status: 403 });
    expect(await call(undefined, operator, 'GET')).toMatchObject({ status: 404 });
  });

  it('rejects when the sealed counts cannot be written, and the table stays', async () => {
    const seal = () => Promise.reject(new OutOfService('the disk is full'));
    services = { ...services, sealed: { ...services.sealed, seal } };
    await expect(call({ withoutLake: true })).rejects.toThrow('the disk is full');
    expect(await services.chunks.tables()).toContain(oldTable);
  });
});
