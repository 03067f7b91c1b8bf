import { beforeEach, describe, expect, it } from 'vitest';
import { OutOfService } from '@sluice/core/failure';
import type { Directory, Role, Tenant } from '@sluice/core/ports';
import { aKey, aTenant } from '@sluice/testing/factories/directory';
import { anHttpEvent } from '@sluice/testing/factories/http-event';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { aDuckDbWorld } from './duckdb.fixture.ts';
import { handleLoad, type LoadHttpServices } from './index.ts';
import { registerLoads } from './steps/register-loads.ts';
import { aMetricId, aNumber, aText, type WarehouseWorld } from './testing.fixture.ts';
import { targetOf } from '@sluice/core/warehouse';

let world: WarehouseWorld;
let directory: Directory;
let services: LoadHttpServices;
let [pumps, valves]: Tenant[] = [];

/** Two tenants with a load each; that of pumps is refused: its column is there with another type. */
beforeEach(async () => {
  world = await aDuckDbWorld();
  directory = memoryDirectory();
  services = { ...world.services, directory };
  [pumps, valves] = [aTenant({ name: 'pumps' }), aTenant({ name: 'valves' })];
  for (const tenant of [pumps, valves]) await directory.createTenant(tenant);
  const files = [[{ timestamp: 1, eventId: 'a' }]];
  const of = (tenant: Tenant) => ({ tenant: tenant.id, metric: world.metric, files });
  await world.lake.publish(of(pumps), of(valves));
  await world.settle();
  await world.ask(`ALTER TABLE ${targetOf(pumps.id, world.metric).table} ADD COLUMN f1 INTEGER`);
  await world.lake.publish({ ...of(pumps), columns: [aText('f1', 5)] });
  await world.settle();
});

const call = async (
  tenant: Tenant | undefined,
  role: Role,
  request: string,
  body?: unknown,
): Promise<Record<string, unknown>> => {
  const key = aKey({ role, ...(tenant === undefined ? {} : { tenant: tenant.id }) });
  await directory.addKey(key, 2);
  const { statusCode, body: text } = await handleLoad(anHttpEvent(key, request, body), services);
  return { status: statusCode, ...(JSON.parse(text) as Record<string, unknown>) };
};

describe('GET ops/load', () => {
  it('tells an operator of all tenants, or of one', async () => {
    const all = await call(pumps, 'operator', 'GET /v1/ops/load');
    expect(all).toMatchObject({
      status: 200,
      tenants: [
        {
          tenant: 'pumps',
          loads: [
            { state: 'loaded', rows: 1, files: 1 },
            { state: 'refused', metric: 'pump readings' },
          ],
        },
        { tenant: 'valves', loads: [{ state: 'loaded' }] },
      ],
    });
    const one = await call(pumps, 'operator', 'GET /v1/ops/load?tenant=valves');
    expect(one).toMatchObject({ tenants: [{ tenant: 'valves' }] });
    expect(await call(pumps, 'operator', 'GET /v1/ops/load?tenant=x')).toMatchObject({ status: 404 });
  });

  it('tells an admin of the own tenant and of no other', async () => {
    const own = await call(valves, 'admin', 'GET /v1/ops/load');
    expect(own).toMatchObject({ tenants: [{ tenant: 'valves' }] });
    expect(own['tenants']).toHaveLength(1);
    expect(await call(valves, 'admin', 'GET /v1/ops/load?tenant=pumps')).toMatchObject({ status: 403 });
  });

  it.each<Role>(['analyst', 'device'])('is not for a key of role %s', async (role) => {
    expect(await call(pumps, role, 'GET /v1/ops/load')).toMatchObject({ status: 403 });
  });

  it.each([
    ['DELETE /v1/ops/load', 404],
    ['GET /v1/ops/load/x', 404],
    ['GET /v1/ops/load?tenat=pumps', 400],
  ])('refuses %s with %i', async (request, status) => {
    expect(await call(pumps, 'operator', request)).toMatchObject({ status });
  });
});

describe('GET ops/load/plan', () => {
  it('shows the proposal of what will be refused', async () => {
    expect(await call(pumps, 'admin', 'GET /v1/ops/load/plan')).toMatchObject({
      loads: [
        {
          tenant: 'pumps',
          refused: expect.stringContaining('declare the field anew') as string,
          batches: [],
        },
      ],
    });
  });

  it('shows statements, files and rows of what will be, and changes nothing', async () => {
    const metric = aMetricId();
    const columns = [aText('f1', 5), ...Array.from({ length: 60 }, (_, i) => aNumber(`f${i + 2}`))];
    const of = { tenant: valves?.id ?? world.tenant, files: [[{ timestamp: 2, eventId: 'b' }]] };
    await world.lake.publish({ ...of, metric: world.metric, columns }, { ...of, metric });
    await world.lake.publish({ ...of, metric });
    await registerLoads(world.services);
    const answer = await call(valves, 'admin', 'GET /v1/ops/load/plan');
    const loads = answer['loads'] as {
      behind: number;
      rows: number;
      bytes: number;
      batches: { statements: { name: string; sql: string }[] }[];
    }[];
    expect(loads.map(({ behind, rows, batches }) => [behind, rows, batches.length])).toEqual([
      [0, 1, 2],
      [1, 1, 1],
    ]);
    const [added, loading] = loads[0]?.batches ?? [];
    expect(added?.statements).toHaveLength(40);
    expect(
      (added?.statements.length ?? 0) +
        (loading?.statements.filter(({ name }) => name.startsWith('add')).length ?? 0),
    ).toBe(61);
    expect(loads[1]?.batches[0]?.statements.map(({ name }) => name)).toContain('create the table');
    await world.settle();
    expect(await call(valves, 'admin', 'GET /v1/ops/load/plan')).toMatchObject({ loads: [] });
  });
});

describe('POST ops/load/retry', () => {
  it('makes a refused load due again, once what was wrong is mended', async () => {
    await world.ask(
      `ALTER TABLE ${targetOf(pumps?.id ?? world.tenant, world.metric).table} RENAME f1 TO f1_before`,
    );
    const answer = await call(pumps, 'admin', 'POST /v1/ops/load/retry', {});
    expect(answer['retried']).toHaveLength(1);
    await world.settle();
    expect(await call(pumps, 'admin', 'GET /v1/ops/load')).toMatchObject({
      tenants: [{ loads: [{ state: 'loaded' }, { state: 'loaded' }] }],
    });
    expect(await call(pumps, 'admin', 'POST /v1/ops/load/retry', {})).toMatchObject({ retried: [] });
  });

  it('takes one load, leaves the others, and refuses what it does not know', async () => {
    expect(await call(pumps, 'operator', 'POST /v1/ops/load/retry', { load: 'x' })).toMatchObject({
      retried: [],
    });
    expect(await call(pumps, 'operator', 'POST /v1/ops/load/retry', { all: true })).toMatchObject({
      status: 400,
    });
  });
});

it('is 503 when the warehouse is away', async () => {
  const submit = () => Promise.reject(new OutOfService('the warehouse is away'));
  services = { ...services, warehouse: { ...services.warehouse, submit }, dialect: services.dialect };
  expect(await call(pumps, 'admin', 'GET /v1/ops/load/plan')).toMatchObject({ status: 503 });
});
