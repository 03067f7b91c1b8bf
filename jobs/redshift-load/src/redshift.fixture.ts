import { startEngine, type Engine } from '@sluice/testing/data-api/engine';
import { RedshiftStandIn, standInUrl, type CallFault } from '@sluice/testing/data-api/stand-in';
import { standInWarehouse } from '@sluice/testing/data-api/warehouse';
import type { Dialect } from './dialects/dialect.ts';
import { redshift } from './dialects/redshift.ts';
import { run } from './run.ts';
import type { LoadServices } from './services.ts';
import { aLake, aWorld, type Ask, type Cell, type WarehouseWorld } from './testing.fixture.ts';

/** The dialect of the stand-in's bucket. */
export const standInDialect: Dialect = redshift({
  urlOf: standInUrl,
  role: 'arn:aws:iam::123456789012:role/loads',
});

export interface RedshiftWorld extends WarehouseWorld {
  readonly standIn: RedshiftStandIn;
}

let started: Promise<Engine> | undefined;

/** One engine for a file of tests: tenants are apart in it. */
export const theEngine = (): Promise<Engine> => (started ??= startEngine());

export const askOf =
  ({ pg }: Engine): Ask =>
  async (sql) =>
    (await pg.query<Cell[]>(sql, [], { rowMode: 'array' })).rows;

/** Rounds until a batch that waits has ended, every step of a load having one at most. */
const rounds = 40;

export const aRedshiftWorld = async (
  dialect: Dialect = standInDialect,
  faultOf: (command: string) => CallFault = () => undefined,
): Promise<RedshiftWorld> => {
  const engine = await theEngine();
  const lake = aLake();
  const clock = { now: () => world.clock.time };
  const standIn = new RedshiftStandIn({ engine, objects: lake.objects, clock, faultOf });
  const world = aWorld(standInWarehouse(standIn), dialect, lake);
  const settle = async (services: LoadServices = world.services): Promise<void> => {
    await run({ kind: 'schedule' }, services);
    for (let i = 0; i < rounds; i += 1) {
      const events = await standIn.work();
      if (events.length === 0) return;
      for (const { name } of events) await run({ kind: 'statement', name }, services);
    }
    throw new Error('the loads do not come to an end');
  };
  return { ...world, standIn, ask: askOf(engine), settle };
};
