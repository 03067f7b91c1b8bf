import { expect, it } from 'vitest';
import { aBooksWorld, anEmptyLake, aStoredChunk, aTally, putChunks } from '@sluice/testing/factories/books';
import { aTenant } from '@sluice/testing/factories/directory';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { runBooks, sinceDays, type RunBooksServices } from './index.ts';

/** Two tenants: of the second, `lost` events are nowhere. */
const open = async (lost: number) => {
  const world = aBooksWorld();
  const directory = memoryDirectory();
  const [pumps, valves] = [aTenant({ name: 'pumps' }), aTenant({ name: 'valves' })];
  for (const tenant of [pumps, valves]) await directory.createTenant(tenant);
  const [stored, some] = [aTally(pumps.id), aTally(valves.id, { events: lost })];
  await world.ledger.add([stored, some]);
  await putChunks(world.chunks, aStoredChunk('2026-w48', [{ tenant: pumps.id, recordId: stored.recordId }]));
  const lines: (readonly [string, unknown])[] = [];
  const services: RunBooksServices = {
    ...world,
    ...anEmptyLake(world),
    directory,
    log: (message, details) => lines.push([message, details]),
  };
  return { services, lines, pumps, valves };
};

it('logs one line when all is well', async () => {
  const { services, lines } = await open(0);
  expect(await runBooks(services)).toEqual({ tenants: 2, gaps: 0, failed: [] });
  expect(lines).toEqual([['books', { tenants: 2, gaps: 0, failed: [] }]]);
});

it('logs a line for each gap, with tenant, place, hour, metric, numbers and ids', async () => {
  const { services, lines, pumps, valves } = await open(3);
  const extra = { metric: 'm_X', hour: '2026-11-23T03', rows: 1, digest: 7 };
  const row = { ...extra, sentName: 'x', recordId: 'R', index: 4, timestamp: 1, eventId: 'e' };
  const rows = {
    loaded: () => Promise.resolve(new Set<string>()),
    hours: (tenant: string) => Promise.resolve(tenant === pumps.id ? [extra] : []),
    rows: async function* () {
      yield await Promise.resolve([row]);
    },
  };
  expect(await runBooks({ ...services, warehouse: { use: (work) => work(rows) } })).toMatchObject({
    gaps: 2,
  });
  expect(lines).toMatchObject([
    [
      'gap',
      {
        place: 'warehouse',
        tenant: pumps.id,
        metric: 'm_X',
        hour: '2026-11-23T03',
        extra: 1,
        sample: { extra: ['R:4'] },
      },
    ],
    ['gap', { place: 'near-line', tenant: valves.id, hour: '2026-11-23T03', accepted: 3, missing: 3 }],
    ['books', { tenants: 2, gaps: 2 }],
  ]);
});

it('goes as far as the places that are there', async () => {
  const { services, lines } = await open(3);
  const { lake, warehouse, ...near } = services;
  expect([lake, warehouse]).not.toContain(undefined);
  expect(await runBooks(near)).toEqual({ tenants: 2, gaps: 1, failed: [] });
  expect(lines[0]).toMatchObject(['gap', { place: 'near-line', missing: 3 }]);
});

it('names a tenant whose books cannot be made, and goes on with the others', async () => {
  const { services, lines, pumps, valves } = await open(1);
  const staged = services.pending.staged.bind(services.pending);
  const pending = {
    ...services.pending,
    staged: (tenant: typeof pumps.id) => {
      if (tenant === pumps.id) throw new Error('an item cannot be read');
      return staged(tenant);
    },
  };
  const failed = ['warehouse', 'lake', 'near-line'].map((depth) => ({
    tenant: pumps.id,
    depth,
    reason: 'an item cannot be read',
  }));
  expect(await runBooks({ ...services, pending })).toEqual({ tenants: 2, gaps: 1, failed });
  expect(lines.map(([message]) => message)).toEqual(['no books', 'no books', 'no books', 'gap', 'books']);
  expect(lines[3]?.[1]).toMatchObject({ tenant: valves.id });
});

it('tells the gaps of the places before one that does not answer', async () => {
  const { services, lines, pumps, valves } = await open(3);
  const warehouse = { use: () => Promise.reject(new Error('permission denied for schema')) };
  const reason = 'permission denied for schema';
  expect(await runBooks({ ...services, warehouse })).toEqual({
    tenants: 2,
    gaps: 1,
    failed: [pumps, valves].map(({ id: tenant }) => ({ tenant, depth: 'warehouse', reason })),
  });
  expect(lines.map(([message]) => message)).toEqual(['no books', 'no books', 'gap', 'books']);
  expect(lines[2]?.[1]).toMatchObject({ place: 'near-line', tenant: valves.id, missing: 3 });
});

it('looks from a time on, and says from when', async () => {
  const { services, lines } = await open(3);
  const since = Date.UTC(2026, 10, 23, 4);
  expect(await runBooks({ ...services, since })).toEqual({ tenants: 2, gaps: 0, failed: [] });
  expect(lines).toEqual([['books', { tenants: 2, gaps: 0, failed: [], since: '2026-11-23T04:00:00.000Z' }]]);
});

it('looks at days before what consumers were handed last, from the beginning of an hour on', async () => {
  const clock = { now: () => Date.UTC(2026, 10, 23, 3, 30) };
  const behind = (ms: number) => () => Promise.resolve(ms);
  expect(await sinceDays(2, { clock, behind: behind(0) })).toBe(Date.UTC(2026, 10, 21, 3));
  expect(await sinceDays(2, { clock, behind: behind(31 * 60_000) })).toBe(Date.UTC(2026, 10, 21, 2));
  expect(await sinceDays(400_000, { clock, behind: behind(0) })).toBe(0);
});
