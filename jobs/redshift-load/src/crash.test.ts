import { beforeAll, describe, expect, it } from 'vitest';
import { atCall, type Fault } from '@sluice/testing/faults/plan';
import { aDuckDbWorld } from './duckdb.fixture.ts';
import { runUnder } from './faults.fixture.ts';
import { aRedshiftWorld, theEngine, type RedshiftWorld } from './redshift.fixture.ts';
import {
  aMetricId,
  aNumber,
  aText,
  loadedIn,
  rowsIn,
  statesOf,
  type WarehouseWorld,
} from './testing.fixture.ts';

beforeAll(async () => {
  await theEngine();
});

const other = aMetricId();

/** Three loads: a table is made, then widened, grown and corrected, and another metric goes beside. */
const fill = async ({ lake, tenant, metric }: WarehouseWorld) => {
  const first = [
    { timestamp: 1, eventId: 'a', receivedAt: 20, fields: { f1: 'one' } },
    { timestamp: 1, eventId: 'b', receivedAt: 20, fields: { f1: 'two' } },
  ];
  const second = [
    { timestamp: 1, eventId: 'a', receivedAt: 10, fields: { f1: 'older' } },
    { timestamp: 1, eventId: 'b', receivedAt: 30, fields: { f1: 'x'.repeat(300), f2: 2 } },
    { timestamp: 2, eventId: 'c', receivedAt: 30, fields: { f2: 3 } },
  ];
  await lake.publish(
    { tenant, metric, columns: [aText('f1', 10)], files: [first.slice(0, 1), first.slice(1)] },
    { tenant, metric: other, files: [[{ timestamp: 5, eventId: 'z' }]] },
  );
  await lake.publish({ tenant, metric, columns: [aText('f1', 300), aNumber('f2')], files: [second] });
};

const merges = ({ standIn }: RedshiftWorld): number =>
  standIn.ran.filter((statements) => statements.some((sql) => sql.startsWith('MERGE'))).length;

/** Everything that must hold in the end, as text; what a planted bug changes is seen in it. */
const outcome = async (world: WarehouseWorld) => ({
  states: (await statesOf(world, world.tenant)).map(({ state }) => state),
  rows: await rowsIn(world.ask, world.tenant, world.metric, ['f1', 'f2']),
  others: await rowsIn(world.ask, world.tenant, other),
  loaded: (await loadedIn(world.ask, world.tenant)).map((id) => id.slice(0, 2)),
});

const sound = {
  states: ['loaded', 'loaded', 'loaded'],
  rows: ['1/a/20/one/-', `1/b/30/${'x'.repeat(300)}/2`, '2/c/30/-/3'],
  others: ['5/z/1000'],
  loaded: ['1-', '1-', '2-'],
};

const calls = async (open: () => Promise<WarehouseWorld>): Promise<number> => {
  const world = await open();
  await fill(world);
  const count = await runUnder(world, () => undefined, 3);
  expect(await outcome(world)).toEqual(sound);
  return count;
};

const faults: readonly Fault[] = ['crash-before', 'crash-after', 'failure-before', 'timeout-after-success'];

describe('a fault at every single call', () => {
  it.each(faults)(
    '%s, on Redshift: every row once, every load recorded once, no transaction twice',
    async (fault) => {
      const count = await calls(aRedshiftWorld);
      expect(count).toBeGreaterThan(60);
      for (let at = 0; at < count; at += 1) {
        const world = await aRedshiftWorld();
        await fill(world);
        await runUnder(world, atCall(at, fault), 3);
        expect({ at, ...(await outcome(world)), merges: merges(world) }).toEqual({ at, ...sound, merges: 3 });
      }
    },
    120_000,
  );

  it('on DuckDB', async () => {
    const count = await calls(aDuckDbWorld);
    for (let at = 0; at < count; at += 5) {
      const world = await aDuckDbWorld();
      await fill(world);
      await runUnder(world, atCall(at, faults[at % 4] ?? 'crash-after'), 3);
      expect({ at, ...(await outcome(world)) }).toEqual({ at, ...sound });
    }
  }, 120_000);
});
