import { OutOfService } from '@sluice/core/failure';
import type { ObjectStore, StateStore, Warehouse } from '@sluice/core/ports';
import { Crash } from '@sluice/testing/faults/errors';
import { injectOne } from '@sluice/testing/faults/inject';
import { livesOf, type Life } from '@sluice/testing/faults/life';
import type { Choose } from '@sluice/testing/faults/plan';
import { seededRandom } from '@sluice/testing/faults/random';
import type { FileProof, PublishedLoads } from './ports.ts';
import type { LoadServices } from './services.ts';
import { statesOf, type WarehouseWorld } from './testing.fixture.ts';

const states = (life: Life, inner: StateStore): StateStore => ({
  get: (...args) => injectOne(life, 'StateStore', 'get', () => inner.get(...args)),
  replace: (...args) => injectOne(life, 'StateStore', 'replace', () => inner.replace(...args)),
  remove: (...args) => injectOne(life, 'StateStore', 'remove', () => inner.remove(...args)),
  rows: async function* (partition) {
    const rows = await injectOne(life, 'StateStore', 'rows', () => Array.fromAsync(inner.rows(partition)));
    yield* rows;
  },
});

const warehouse = (life: Life, inner: Warehouse): Warehouse => ({
  submit: (batch) => injectOne(life, 'Warehouse', 'submit', () => inner.submit(batch)),
  describe: (id) => injectOne(life, 'Warehouse', 'describe', () => inner.describe(id)),
  rows: (...args) => injectOne(life, 'Warehouse', 'rows', () => inner.rows(...args)),
});

const objects = (life: Life, inner: ObjectStore): ObjectStore => ({
  ...inner,
  put: (...args) => injectOne(life, 'ObjectStore', 'put', () => inner.put(...args)),
});

const published = (life: Life, inner: PublishedLoads): PublishedLoads => ({
  after: async function* (sequence) {
    yield* await injectOne(life, 'PublishedLoads', 'after', () => Array.fromAsync(inner.after(sequence)));
  },
});

const files = (life: Life, inner: FileProof): FileProof => ({
  faultOf: (file) => injectOne(life, 'FileProof', 'faultOf', () => inner.faultOf(file)),
});

const inLife = (life: Life, services: LoadServices): LoadServices => ({
  ...services,
  states: states(life, services.states),
  warehouse: warehouse(life, services.warehouse),
  objects: objects(life, services.objects),
  published: published(life, services.published),
  files: files(life, services.files),
});

const isOver = async ({ states, tenant }: Pick<WarehouseWorld, 'states' | 'tenant'>, count: number) => {
  const found = await statesOf({ states }, tenant);
  return found.length === count && found.every(({ state }) => state === 'loaded');
};

/**
 * Runs a world's loads to their end under faults: after a crash a new life goes on from what is stored, and between two wakes ten minutes
 * pass. Gives how many calls there were.
 */
export const runUnder = async (
  world: WarehouseWorld,
  choose: Choose,
  count: number,
  settle: (services: LoadServices) => Promise<void> = world.settle,
): Promise<number> => {
  const lives = livesOf(seededRandom(1), choose);
  let services = inLife(lives.begin(), world.services);
  for (let i = 0; i < 40 && !(await isOver(world, count)); i += 1)
    try {
      await settle(services);
      world.clock.time += 600_000;
    } catch (error) {
      if (error instanceof Crash) services = inLife(lives.begin(), world.services);
      else if (!(error instanceof OutOfService)) throw error;
    }
  return lives.injected().calls;
};
