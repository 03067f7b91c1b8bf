import { beforeAll, describe, expect, it } from 'vitest';
import { digestOf, digestRange } from '@sluice/core/books';
import { OutOfService } from '@sluice/core/failure';
import { hourOf, startOfHour } from '@sluice/core/time';
import { aDuckDbWorld } from './duckdb.fixture.ts';
import { duckdb } from './dialects/duckdb.ts';
import { aRedshiftWorld, standInDialect, theEngine } from './redshift.fixture.ts';
import { aMetricId, type WarehouseWorld } from './testing.fixture.ts';
import { warehouseRows, type WarehouseRowsServices } from '@sluice/core/warehouse';

beforeAll(async () => {
  await theEngine();
});

const at = startOfHour('2026-11-23T03');
const recordId = 'R'.repeat(26);

/** Three rows of one metric in two hours, and one of another. */
const fill = async ({ lake, tenant, metric, settle }: WarehouseWorld, other: string) => {
  const row = (eventId: string, receivedAt: number) => ({ timestamp: 5, eventId, receivedAt });
  await lake.publish(
    { tenant, metric, files: [[row('a', at), row('b', at + 3_599_999), row('c', at + 3_600_000)]] },
    { tenant, metric: other, files: [[row('z', at)]] },
  );
  await settle();
};

const worlds = [
  [
    'DuckDB',
    async () => {
      const world = await aDuckDbWorld();
      const { warehouse, clock } = world.services;
      const services: WarehouseRowsServices = {
        warehouse,
        clock,
        dialect: duckdb((key) => key),
        wait: () => Promise.reject(new Error('it answers at once')),
      };
      return { world, services };
    },
  ],
  [
    'Redshift',
    async () => {
      const world = await aRedshiftWorld();
      const { warehouse, clock } = world.services;
      const services: WarehouseRowsServices = {
        warehouse,
        clock,
        dialect: standInDialect,
        wait: async () => {
          await world.standIn.work();
        },
      };
      return { world, services };
    },
  ],
] as const;

describe.each(worlds)('rows of a warehouse on %s', (_, open) => {
  it('are counted by hour, with the digest of the books, and listed', async () => {
    const { world, services } = await open();
    const other = aMetricId();
    const rows = warehouseRows(services);
    const { tenant, metric } = world;
    expect([await rows.hours(tenant), await rows.loaded(tenant)]).toEqual([[], new Set()]);
    await fill(world, other);
    const digest = digestOf(recordId, 0);
    const hours = await rows.hours(tenant);
    const byHour = hours.map((one) => [
      one.metric === metric ? 'metric' : one.metric,
      one.hour,
      one.rows,
      one.digest,
    ]);
    expect(byHour.sort()).toEqual(
      [
        ['metric', hourOf(at), 2, (2 * digest) % digestRange],
        ['metric', hourOf(at + 3_600_000), 1, digest],
        [other, hourOf(at), 1, digest],
      ].sort(),
    );
    expect(await rows.loaded(tenant)).toEqual(new Set([`1-${tenant}-${metric}`, `1-${tenant}-${other}`]));
    const listed = (await Array.fromAsync(rows.rows(tenant, metric, new Set([hourOf(at)])))).flat();
    expect(listed.map(({ eventId }) => eventId).sort()).toEqual(['a', 'b']);
    expect(listed[0]).toMatchObject({
      metric,
      recordId,
      index: 0,
      hour: hourOf(at),
      timestamp: 5,
      sentName: 'pump',
    });
    expect(await Array.fromAsync(rows.rows(tenant, aMetricId(), new Set([hourOf(at)])))).toEqual([]);
  });

  it('are never those of an answer from before', async () => {
    const { world, services } = await open();
    const rows = warehouseRows(services);
    expect(await rows.hours(world.tenant)).toEqual([]);
    await fill(world, aMetricId());
    expect(await rows.hours(world.tenant)).toHaveLength(3);
  });
});

it('gives up on a warehouse that does not answer', async () => {
  const world = await aRedshiftWorld();
  const { warehouse } = world.services;
  let now = 0;
  const clock = { now: () => now };
  const wait = async (ms: number): Promise<void> => {
    now += 100 * ms;
    await Promise.resolve();
  };
  const rows = warehouseRows({ warehouse, clock, wait, dialect: standInDialect });
  await expect(rows.hours(world.tenant)).rejects.toBeInstanceOf(OutOfService);
});
