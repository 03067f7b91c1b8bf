import { describe, expect, it } from 'vitest';
import { warehouseLimits } from '@sluice/core/ports';
import { batchOf } from './batch.ts';
import { columnsOf } from './columns.ts';
import { textSize } from './dialects/redshift.ts';
import type { Facts } from './facts.ts';
import { aRedshiftWorld, standInDialect } from './redshift.fixture.ts';
import { planTable } from './table-plan.ts';
import { aMetricId, aNumber, aText, rowsIn, statesOf } from './testing.fixture.ts';

const none: Facts = { columns: new Map(), loaded: undefined, views: [] };
const many = (count: number) => Array.from({ length: count }, (_, i) => aNumber(`f${i + 1}`));
const aLoad = (columns: readonly ReturnType<typeof aNumber>[]) => {
  const metric = aMetricId();
  const tenant = '01JD0000000000000000000001' as Parameters<typeof batchOf>[1]['load']['tenant'];
  return {
    loadId: `1-${tenant}-${metric}`,
    tenant,
    metric,
    metricName: 'm',
    schemaVersion: 1,
    columns,
    rows: 0,
    files: [],
  };
};

describe('what a load needs of its table', () => {
  it('1,600 columns are the most', () => {
    const fixed = columnsOf({ columns: [] }).length;
    expect(planTable(aLoad(many(1_600 - fixed)), none, standInDialect)).toMatchObject({ create: true });
    expect(planTable(aLoad(many(1_601 - fixed)), none, standInDialect)).toEqual({
      proposal: expect.stringMatching(/needs 1601 columns.*at most 1600: split the metric/) as string,
    });
  });

  it('65,535 bytes are the longest text', () => {
    expect(planTable(aLoad([aText('f1', 65_535)]), none, standInDialect)).not.toHaveProperty('proposal');
    expect(planTable(aLoad([aText('f1', 65_536, 'Note')]), none, standInDialect)).toEqual({
      proposal: expect.stringMatching(/^"Note" \(f1\) has a value of 65536 bytes/) as string,
    });
  });

  it('texts have few sizes, each as large as the value or larger', () => {
    expect([0, 256, 257, 16_385, 65_535].map(textSize)).toEqual([256, 256, 1_024, 65_535, 65_535]);
  });

  it('no batch has more than 40 statements, no statement more than 100 KB, for the widest table', () => {
    const load = aLoad(many(1_590));
    const found = new Map(
      columnsOf({ columns: load.columns.slice(0, 1_500) }).map(({ name, type, bytes }) => [
        name,
        { type: standInDialect.catalogueTypes[type], bytes: type === 'text' ? textSize(bytes) : undefined },
      ]),
    );
    for (const facts of [none, { ...none, columns: found }])
      for (const kind of ['widen', 'add', 'load'] as const) {
        const { statements } = batchOf({ kind, token: 't', at: 0 }, { load, dialect: standInDialect, facts });
        const loadsAtOnce = kind !== 'load' || facts === none;
        if (loadsAtOnce) expect(statements.length).toBeLessThanOrEqual(warehouseLimits.statements);
        for (const sql of statements)
          expect(Buffer.byteLength(sql)).toBeLessThanOrEqual(warehouseLimits.statementBytes);
      }
  });
});

it('more columns than a load has room for are added in batches before it', async () => {
  const world = await aRedshiftWorld();
  const publish = (receivedAt: number, count: number) =>
    world.lake.publish({
      tenant: world.tenant,
      metric: world.metric,
      columns: many(count),
      files: [[{ timestamp: 1, eventId: 'a', receivedAt, fields: { [`f${count}`]: count } }]],
    });
  await publish(1, 1);
  await publish(2, 100);
  await world.settle();
  expect((await statesOf(world, world.tenant)).map(({ state }) => state)).toEqual(['loaded', 'loaded']);
  expect(await rowsIn(world.ask, world.tenant, world.metric, ['f1', 'f100'])).toEqual(['1/a/2/-/100']);
  const adds = world.standIn.ran.map((batch) => batch.filter((sql) => sql.includes(' ADD COLUMN ')).length);
  expect(adds.filter((count) => count > 0)).toEqual([39, 39, 21]);
});
