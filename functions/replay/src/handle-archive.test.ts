import { beforeEach, describe, expect, it } from 'vitest';
import type { AccessKey, Tenant } from '@sluice/core/ports';
import { aKey, aTenant } from '@sluice/testing/factories/directory';
import { anHttpEvent } from '@sluice/testing/factories/http-event';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { aWorld, archiveIn, from, linesIn, linesOn, rawLines, type World } from './archive/testing/world.ts';
import { handleReplay, type ReplayHttpServices } from './index.ts';

let world: World;
let services: ReplayHttpServices;
let tenant: Tenant;
let operator: AccessKey;

beforeEach(async () => {
  world = aWorld();
  tenant = aTenant({ name: 'pumps' });
  operator = aKey({ tenant: tenant.id, role: 'operator' });
  services = {
    directory: memoryDirectory(),
    objects: memoryObjectStore(),
    handBack: () => Promise.reject(new Error('not asked')),
    archive: world.services,
  };
  await services.directory.createTenant(tenant);
  await services.directory.addKey(operator, 2);
});

const call = async (body: unknown, key = operator): Promise<Record<string, unknown>> => {
  const { statusCode, body: text } = await handleReplay(
    anHttpEvent(key, 'POST /v1/meta/replay', body),
    services,
  );
  return { ...(JSON.parse(text) as Record<string, unknown>), status: statusCode };
};

const range = { stage: 'raw', from: '2026-11-23T03:00:00Z', to: '2026-11-23T05:00+01:00' };

describe('POST meta/replay of an archive', () => {
  it('replays a range, of one tenant, and says how far it is', async () => {
    const ours = rawLines({ tenant: tenant.id });
    await archiveIn(world.objects, 'raw', from, 'a', ours, rawLines());
    expect(await call({ ...range, dryRun: true })).toMatchObject({ status: 200, done: true, records: 2 });
    expect(world.streams.raw.records).toEqual([]);
    expect(await call({ ...range, tenant: 'pumps', rate: 5, late: 0, id: 'one' })).toMatchObject({
      status: 200,
      id: 'one',
      done: true,
      objects: { done: 1, total: 1 },
      records: 1,
      events: 2,
      damaged: [],
    });
    expect(linesOn(world.streams.raw)).toEqual(linesIn(ours));
    expect(await call({ ...range, id: 'one' })).toMatchObject({ status: 409 });
    expect(await call({ ...range, id: 'one', restart: true })).toMatchObject({ status: 200, records: 2 });
  });

  it('takes a day for its beginning, and puts back what was not delivered', async () => {
    await archiveIn(world.objects, 'raw', from, 'a', rawLines());
    const day = { ...range, from: '2026-11-23', to: '2026-11-24', into: 'other' };
    expect(await call(day)).toMatchObject({ done: true, records: 1 });
    expect(world.streams.other.records).toHaveLength(1);
    expect(await call({ stage: 'errors' })).toMatchObject({ status: 200, done: true, records: 0 });
  });

  it.each<[string, unknown, number, string]>([
    ['no stage', { from: range.from, to: range.to }, 400, 'needs "stage": raw, staged or errors'],
    [
      'an unknown stage',
      { ...range, stage: 'lake' },
      400,
      'there is no stage "lake"; there are raw, staged and errors',
    ],
    ['no beginning', { stage: 'raw', to: range.to }, 400, 'needs "from"'],
    [
      'a beginning that is no time',
      { ...range, from: 'yesterday' },
      400,
      'from is "yesterday"; it takes an ISO 8601 time',
    ],
    ['a time without a zone', { ...range, to: '2026-11-23T04:00:00' }, 400, 'to is "2026-11-23T04:00:00"'],
    ['a day that is none', { ...range, from: '2026-02-30' }, 400, 'from is "2026-02-30"'],
    ['an end before the beginning', { ...range, to: '2026-11-23T02:00Z' }, 400, 'must be after from'],
    ['an empty range', { ...range, to: range.from }, 400, 'must be after from'],
    ['the future', { ...range, to: '2036-01-01' }, 400, 'to (2036-01-01T00:00:00.000Z) is in the future'],
    ['a rate of nothing', { ...range, rate: 0 }, 400, 'rate must be a whole number from 1'],
    ['half an hour', { ...range, late: 0.5 }, 400, 'late must be a whole number from 0'],
    ['an id with a slash', { ...range, id: 'a/b' }, 400, 'id is "a/b"; it takes 1 to 64'],
    [
      'a consumer',
      { ...range, consumer: 'store' },
      400,
      '"consumer" is nothing for a replay of the stage raw',
    ],
    [
      'a range of errors',
      { stage: 'errors', from: range.from },
      400,
      '"from" is nothing for a replay of the stage errors',
    ],
    ['a tenant that is none', { ...range, tenant: 'nobody' }, 404, 'there is no tenant "nobody"'],
    [
      'a stream out of reach',
      { ...range, into: 'prod' },
      400,
      'the stream "prod" cannot be replayed into from here; leave "into" out, or on AWS name a stream that batch.replayInto of infra/src/environments.ts has',
    ],
  ])('refuses %s, and puts nothing', async (_, body, status, message) => {
    await archiveIn(world.objects, 'raw', from, 'a', rawLines());
    const answer = await call(body);
    expect(answer).toMatchObject({ status });
    expect(answer['message']).toContain(message);
    expect(world.streams.raw.records).toEqual([]);
  });

  it('is for operators alone, and only where there is an archive', async () => {
    const admin = aKey({ tenant: tenant.id, role: 'admin' });
    await services.directory.addKey(admin, 2);
    expect(await call(range, admin)).toMatchObject({ status: 403 });
    const { directory, objects, handBack } = services;
    services = { directory, objects, handBack };
    expect(await call(range)).toMatchObject({ status: 400, message: 'archives cannot be replayed here' });
  });
});
