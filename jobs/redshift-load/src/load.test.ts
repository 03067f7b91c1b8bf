import { hash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { LoadFile, MetricLoad } from '@sluice/core/lake';
import { aTenantId } from '@sluice/testing/factories/directory';
import { aDuckDbWorld } from './duckdb.fixture.ts';
import { aRedshiftWorld, type RedshiftWorld } from './redshift.fixture.ts';
import type { LoadServices } from './services.ts';
import { targetOf } from '@sluice/core/warehouse';
import {
  aMetricId,
  aNumber,
  aText,
  loadedIn,
  rowsIn,
  statesOf,
  type Row,
  type WarehouseWorld,
} from './testing.fixture.ts';

let world: WarehouseWorld;

const publish = (...files: readonly (readonly Row[])[]) =>
  world.lake.publish({ tenant: world.tenant, metric: world.metric, files });
const rows = (columns?: readonly string[]) => rowsIn(world.ask, world.tenant, world.metric, columns);
const states = async () =>
  (await statesOf(world, world.tenant)).map(({ state, reason }) =>
    reason === null ? state : `${state}: ${reason}`,
  );

describe.each([
  ['Redshift', aRedshiftWorld],
  ['DuckDB', aDuckDbWorld],
])('loads on %s', (_, open: () => Promise<WarehouseWorld>) => {
  beforeEach(async () => {
    world = await open();
  });

  it('make schema, table and rows, and are recorded once', async () => {
    const [load] = await publish(
      [
        { timestamp: 1, eventId: 'a' },
        { timestamp: 2, eventId: 'b', unknown: { note: "it's" } },
      ],
      [{ timestamp: 3, eventId: 'c' }],
    );
    await world.settle();
    expect(await states()).toEqual(['loaded']);
    expect(await rows(['unknown'])).toHaveLength(3);
    expect(await loadedIn(world.ask, world.tenant)).toEqual([load?.loadId]);
    await world.settle();
    expect(await loadedIn(world.ask, world.tenant)).toHaveLength(1);
  });

  it('of one metric go in their order: duplicates and older rows change nothing, corrections do', async () => {
    await publish([
      { timestamp: 1, eventId: 'a', receivedAt: 20 },
      { timestamp: 1, eventId: 'b', receivedAt: 20 },
    ]);
    await publish([
      { timestamp: 1, eventId: 'a', receivedAt: 10 },
      { timestamp: 1, eventId: 'b', receivedAt: 30 },
      { timestamp: 2, eventId: 'a', receivedAt: 5 },
    ]);
    await publish([{ timestamp: 1, eventId: 'a', receivedAt: 20 }]);
    await world.settle();
    expect(await states()).toEqual(['loaded', 'loaded', 'loaded']);
    expect(await rows()).toEqual(['1/a/20', '1/b/30', '2/a/5']);
  });

  it.each([
    ['recordId', { recordId: 'S'.repeat(26), index: 0, stagedAt: 1 }, `${'S'.repeat(26)}/0/1`],
    ['index', { index: 2, stagedAt: 1 }, `${'R'.repeat(26)}/2/1`],
    ['stagedAt', { stagedAt: 2_000 }, `${'R'.repeat(26)}/1/2000`],
  ] as const)('keep the row with the later %s, whichever came first', async (_, parts, kept) => {
    const [one, later] = [{ index: 1 }, { index: 1, ...parts }];
    await publish([
      { timestamp: 1, eventId: 'a', ...one },
      { timestamp: 1, eventId: 'b', ...later },
    ]);
    await publish([
      { timestamp: 1, eventId: 'a', ...later },
      { timestamp: 1, eventId: 'b', ...one },
    ]);
    await world.settle();
    expect(await rows(['record_id', 'index', 'staged_at'])).toEqual([`1/a/1000/${kept}`, `1/b/1000/${kept}`]);
  });

  it('of several rows of one event take the last; of the same row twice take none', async () => {
    const [a, b] = [
      { timestamp: 1, eventId: 'a' },
      { timestamp: 1, eventId: 'b' },
    ];
    await publish(
      [{ ...a, receivedAt: 20 }, b],
      [
        { ...a, receivedAt: 30 },
        { ...a, receivedAt: 10 },
      ],
    );
    await world.settle();
    expect(await rows()).toEqual(['1/a/30', '1/b/1000']);
    await publish([
      { timestamp: 2, eventId: 'c' },
      { timestamp: 2, eventId: 'c' },
    ]);
    await world.settle();
    expect((await states())[1]).toMatch(/^failed: guard/);
    expect(await rows()).toHaveLength(2);
  });

  it('widen before, add inside, and leave no value of the row before a correction', async () => {
    const { tenant, metric } = world;
    await world.lake.publish({
      tenant,
      metric,
      columns: [aText('f1', 10), aNumber('f2')],
      files: [[{ timestamp: 1, eventId: 'a', fields: { f1: 'short', f2: '9223372036854775807' } }]],
    });
    await world.lake.publish({
      tenant,
      metric,
      columns: [aText('f1', 3_000), aText('f3', 5)],
      files: [
        [
          { timestamp: 1, eventId: 'a', receivedAt: 2_000, fields: { f1: 'é'.repeat(1_500), f3: 'x' } },
          { timestamp: 2, eventId: 'b' },
        ],
      ],
    });
    await world.settle();
    expect(await states()).toEqual(['loaded', 'loaded']);
    expect(await rows(['f1', 'f2', 'f3'])).toEqual([`1/a/2000/${'é'.repeat(1_500)}/-/x`, '2/b/1000/-/-/-']);
  });

  it('of several metrics and tenants go each its way when one is refused', async () => {
    const { tenant, metric, lake } = world;
    const [other, neighbour] = [aMetricId(), aTenantId()];
    const file = [{ timestamp: 1, eventId: 'a' }];
    await publish(file);
    await world.settle();
    await lake.publish(
      { tenant, metric, columns: [aText('f1', 5)], files: [file] },
      { tenant, metric: other, files: [file] },
      { tenant: neighbour, metric, files: [file] },
    );
    await publish(file);
    const { table } = targetOf(tenant, metric);
    await world.ask(`ALTER TABLE ${table} ADD COLUMN f1 INTEGER`); // by another writer
    await world.settle();
    const found = await statesOf(world, tenant);
    expect(found.map((load) => [load.sequence, load.metric === metric, load.state])).toEqual([
      [1, true, 'loaded'],
      [2, true, 'refused'],
      [2, false, 'loaded'],
      [3, true, 'pending'],
    ]);
    expect(await rowsIn(world.ask, neighbour, metric)).toEqual(['1/a/1000']);
    expect(found[1]?.reason).toMatch(
      /the column of "text f1" \(f1\) is integer in the warehouse and (character varying|VARCHAR)/i,
    );
  });

  it('of 1,000 files take as many statements as those of one', async () => {
    const files = Array.from({ length: 1_000 }, (_, i) => [{ timestamp: i, eventId: `e${i}` }]);
    const [load] = await publish(...files);
    await world.settle();
    expect(await states()).toEqual(['loaded']);
    expect(await rows()).toHaveLength(1_000);
    expect(load?.files).toHaveLength(1_000);
  });

  it('without files are recorded', async () => {
    await publish();
    await world.settle();
    expect(await states()).toEqual(['loaded']);
    expect(await loadedIn(world.ask, world.tenant)).toHaveLength(1);
  });
});

const long = 'x'.repeat(65_536);

it('a warehouse without a limit takes rows of long texts with the others', async () => {
  const { lake, tenant, metric, ask, ...world } = await aDuckDbWorld();
  const wide = { maxBytes: 65_536, rows: [{ timestamp: 2, eventId: 'b', unknown: { note: long } }] };
  await lake.publish({ tenant, metric, files: [[{ timestamp: 1, eventId: 'a' }]], wide });
  await world.settle();
  expect(await statesOf(world, tenant)).toMatchObject([{ state: 'loaded', rows: 2, reason: null }]);
  expect(await rowsIn(ask, tenant, metric)).toEqual(['1/a/1000', '2/b/1000']);
});

describe('bad input', () => {
  let world: RedshiftWorld;
  const good = [{ timestamp: 1, eventId: 'a' }];
  const key = (load: MetricLoad | undefined): string => load?.files[0]?.key ?? '';
  beforeEach(async () => {
    world = await aRedshiftWorld();
  });

  /** Publishes a load, spoils it, loads it beside a good one; gives the reason. */
  const reasonOf = async (
    spoil: (load: MetricLoad | undefined) => Promise<void> | void,
    services: Partial<LoadServices> = {},
  ): Promise<string | null | undefined> => {
    const { tenant, metric, lake } = world;
    const other = aMetricId();
    const file = { tenant, metric, files: [good] };
    const [load] = await lake.publish(file, { ...file, metric: other });
    await spoil(load);
    await world.settle({ ...world.services, ...services });
    const [bad, beside] = (await statesOf(world, tenant)).sort((a) => (a.metric === metric ? -1 : 1));
    expect([bad?.state, beside?.state]).toEqual(['failed', 'loaded']);
    expect(await loadedIn(world.ask, tenant)).toEqual([beside?.loadId]);
    return bad?.reason;
  };
  /** Replaces the published load by one that says otherwise. */
  const claim = (load: MetricLoad | undefined, change: (file: LoadFile) => LoadFile): void => {
    const { manifests } = world.lake;
    const loads = (manifests[0]?.loads ?? []).map((one) => {
      if (one.loadId !== load?.loadId) return one;
      const files = one.files.map(change);
      return { ...one, files, rows: files.reduce((sum, { rows }) => sum + rows, 0) };
    });
    manifests[0] = { sequence: 1, loads };
  };
  const unproved = { files: { faultOf: () => Promise.resolve(undefined) } };

  it('a missing file', async () => {
    expect(await reasonOf((load) => world.lake.objects.delete(key(load)))).toMatch(
      /the file load.* is missing/,
    );
  });

  it('a file that vanishes after it was seen fails the COPY itself', async () => {
    const reason = await reasonOf((load) => world.lake.objects.delete(key(load)), unproved);
    expect(reason).toMatch(/^copy the files: .*NoSuchKey/);
  });

  it('a changed file', async () => {
    const reason = await reasonOf(async (load) => {
      const body = Buffer.from((await world.lake.objects.get(key(load))) ?? []);
      body[9] = 99;
      await world.lake.objects.put(key(load), body);
    });
    expect(reason).toMatch(/its SHA-256 differs/);
  });

  it('a truncated gzip file, which the manifest names as it is', async () => {
    const reason = await reasonOf(async (load) => {
      const body = Buffer.from((await world.lake.objects.get(key(load))) ?? []).subarray(0, -9);
      await world.lake.objects.put(key(load), body);
      claim(load, (file) => ({ ...file, bytes: body.byteLength, sha256: hash('sha256', body, 'hex') }));
    });
    expect(reason).toMatch(/^copy the files: .*gzip: unexpected end of file/);
  });

  it('a wrong row count', async () => {
    const reason = await reasonOf((load) => {
      claim(load, (file) => ({ ...file, rows: 2 }));
    });
    expect(reason).toMatch(/^guard: as many rows as the manifest names: /);
  });

  it('a manifest that contradicts itself', async () => {
    const reason = await reasonOf((load) => {
      const { manifests } = world.lake;
      const loads = (manifests[0]?.loads ?? []).map((one) =>
        one.loadId === load?.loadId ? { ...one, rows: 7 } : one,
      );
      manifests[0] = { sequence: 1, loads };
    });
    expect(reason).toBe('the files have 1 rows, the manifest says 7');
  });

  it('a value that is longer than the manifest says', async () => {
    const { tenant, metric, lake } = world;
    const rows = [{ timestamp: 1, eventId: 'a', fields: { f1: 'é'.repeat(200) } }];
    await lake.publish({ tenant, metric, columns: [aText('f1', 10)], files: [rows] });
    await world.settle();
    const [bad] = await statesOf(world, tenant);
    expect(bad).toMatchObject({
      state: 'failed',
      reason: expect.stringMatching(/exceeds DDL length/) as string,
    });
  });

  it('a row with a text that Redshift does not take: left out with its reason, the load goes on', async () => {
    const { tenant, metric, lake, ask } = world;
    const wide = { maxBytes: 65_536, rows: [{ timestamp: 2, eventId: 'b', unknown: { note: long } }] };
    await lake.publish({ tenant, metric, files: [good], wide });
    await lake.publish({ tenant, metric, files: [[{ timestamp: 3, eventId: 'c' }]] });
    await world.settle();
    expect(await statesOf(world, tenant)).toMatchObject([
      { state: 'loaded', rows: 1, reason: expect.stringMatching(/^1 row is left out: .* 65536 /) as string },
      { state: 'loaded', reason: null },
    ]);
    expect(await rowsIn(ask, tenant, metric)).toEqual(['1/a/1000', '3/c/1000']);
  });

  it('the same row among the others fails the COPY: the stand-in has the limit', async () => {
    const { tenant, metric, lake } = world;
    await lake.publish({
      tenant,
      metric,
      files: [[{ timestamp: 2, eventId: 'b', unknown: { note: long } }]],
    });
    await world.settle();
    expect(await statesOf(world, tenant)).toMatchObject([
      { state: 'failed', reason: expect.stringMatching(/^copy the files: .*exceeds DDL length/) as string },
    ]);
  });

  it('fails as often as the policy has it, waiting in between, and then waits for a person', async () => {
    await reasonOf((load) => world.lake.objects.delete(key(load)));
    const bad = async () => (await statesOf(world, world.tenant)).find(({ state }) => state === 'failed');
    expect(await bad()).toMatchObject({ failures: 1, retryAt: world.clock.time + 60_000 });
    await world.settle();
    expect(await bad()).toMatchObject({ failures: 1 });
    world.clock.time += 60_000;
    await world.settle();
    expect(await bad()).toMatchObject({ failures: 2, retryAt: null });
    expect(await world.services.states.get('load', `open/${world.tenant}`)).toBeUndefined();
  });
});
