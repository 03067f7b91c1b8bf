import { describe, expect, it } from 'vitest';
import { balance, type Books } from '@sluice/core/books';
import { OutOfService } from '@sluice/core/failure';
import type { Tenant } from '@sluice/core/ports';
import { weekOf } from '@sluice/core/time';
import { aStoredChunk, aTally, putChunks } from '@sluice/testing/factories/books';
import { aTenant } from '@sluice/testing/factories/directory';
import { Crash } from '@sluice/testing/faults/errors';
import { atCall, faults, type Fault } from '@sluice/testing/faults/plan';
import { seededRandom } from '@sluice/testing/faults/random';
import { withFaults } from '@sluice/testing/faults/with-faults';
import { ageOff } from './index.ts';
import { aWorld, fill, now, oldHour, oldTable, oldTime, type World } from './testing.fixture.ts';

const asked = { dryRun: false, withoutLake: true };
const of = async (world: World, options = asked, table = oldTable) =>
  (await ageOff(world, options)).find((one) => one.table === table);

const booksOf = (world: World, tenants: readonly Tenant[]): Promise<Books[]> =>
  Promise.all(tenants.map(({ id }) => balance(id, world)));

describe('age-off', () => {
  it('drops an old table whole, and the books are as before', async () => {
    const world = aWorld();
    const tenants = [await fill(world, 'pumps'), await fill(world, 'valves')];
    const before = await booksOf(world, tenants);
    expect(before.map(({ balanced }) => balanced)).toEqual([true, true]);
    expect(before[0]?.hours[0]).toMatchObject({
      hour: oldHour,
      stored: 3,
      duplicate: 1,
      corrected: 1,
      rejected: 1,
    });
    expect((await ageOff(world, asked)).map(({ table, action }) => [table, action])).toEqual([
      [oldTable, 'dropped'],
      [weekOf(now), 'kept'],
      ['late', 'kept'],
    ]);
    expect(await world.chunks.tables()).toEqual([weekOf(now), 'late']);
    expect(await booksOf(world, tenants)).toEqual(before);
    expect((await ageOff(world, asked)).map(({ table }) => table)).toEqual([weekOf(now), 'late']);
    expect(await booksOf(world, tenants)).toEqual(before);
  });

  it('only seals where another drops, which may come at any time then, or never', async () => {
    const world = { ...aWorld(), drops: false };
    const tenants = [await fill(world, 'pumps'), await fill(world, 'valves')];
    const before = await booksOf(world, tenants);
    for (let night = 0; night < 2; night++) {
      expect(await of(world)).toMatchObject({ action: 'sealed' });
      expect(await world.chunks.tables()).toContain(oldTable);
      expect(await booksOf(world, tenants)).toEqual(before);
    }
    expect(await of(world, { dryRun: true, withoutLake: true })).toMatchObject({ action: 'would drop' });
    await world.chunks.dropTable(oldTable);
    expect(await booksOf(world, tenants)).toEqual(before);
  });

  it('drops nothing unless asked, nor in a dry run, which tells the same', async () => {
    const world = aWorld();
    await fill(world, 'pumps');
    expect(await of(world, { dryRun: false, withoutLake: false })).toMatchObject({ action: 'kept' });
    const dry = await of(world, { dryRun: true, withoutLake: true });
    expect(dry).toMatchObject({ action: 'would drop' });
    expect(await world.chunks.tables()).toContain(oldTable);
    expect(
      await Array.fromAsync(world.sealed.hours((await world.directory.tenants())[0]?.id as Tenant['id'])),
    ).toEqual([]);
    expect(await of(world)).toEqual({ ...dry, action: 'dropped' });
  });

  it('keeps a table while one tenant’s books of an hour with events in it have a gap, and names it', async () => {
    const world = aWorld();
    const tenants = [await fill(world, 'pumps'), await fill(world, 'valves', 2)];
    const before = await booksOf(world, tenants);
    for (let again = 0; again < 2; again++)
      expect(await of(world)).toEqual({
        table: oldTable,
        action: 'kept',
        reason: `tenant valves: the books of hour ${oldHour} have a gap of 2 events`,
      });
    expect(await world.chunks.tables()).toContain(oldTable);
    expect(await booksOf(world, tenants)).toEqual(before);
  });

  it('is not kept from it by a gap in an hour that has no event in the table', async () => {
    const world = aWorld();
    const { id } = await fill(world, 'pumps');
    await world.ledger.add([aTally(id, { receivedAt: now - 7_200_000 })]);
    expect((await balance(id, world)).balanced).toBe(false);
    expect(await of(world)).toMatchObject({ action: 'dropped' });
  });

  it('keeps a table that holds what was never counted as accepted', async () => {
    const world = aWorld();
    const { id } = await fill(world, 'pumps');
    const uncounted = aTally(id, { receivedAt: oldTime });
    const { recordId } = uncounted;
    await putChunks(world.chunks, aStoredChunk(oldTable, [{ tenant: id, recordId, timestamp: oldTime }]));
    expect((await of(world))?.reason).toContain(`it holds record ${recordId}`);
    await world.ledger.add([uncounted]); // replayed
    expect(await of(world)).toMatchObject({ action: 'dropped' });
    expect((await balance(id, world)).balanced).toBe(true);
  });

  it('stands events of the dropped week that are replayed into the late table', async () => {
    const world = aWorld();
    const { id } = await fill(world, 'pumps');
    const everything = await Promise.all(
      (await world.chunks.partitions(oldTable, id)).map(async ({ partition }) =>
        world.chunks.read(await world.chunks.heads(partition)),
      ),
    );
    await ageOff(world, asked);
    const late = everything
      .flat()
      .map((chunk) => ({ ...chunk, partition: { ...chunk.partition, table: 'late' } }));
    await putChunks(world.chunks, ...late);
    expect((await balance(id, world)).balanced).toBe(true);
  });

  it('stands a table made again, when the retention was made longer', async () => {
    const world = aWorld();
    const { id } = await fill(world, 'pumps');
    await ageOff(world, asked);
    const later = aTally(id, { receivedAt: now });
    await world.ledger.add([later]);
    await putChunks(
      world.chunks,
      aStoredChunk(oldTable, [{ tenant: id, recordId: later.recordId, timestamp: oldTime }]),
    );
    expect((await balance(id, world)).balanced).toBe(true);
    expect(await of(world)).toMatchObject({ action: 'dropped' });
    expect((await balance(id, world)).balanced).toBe(true);
  });

  it('drops nothing when an item of the table cannot be read', async () => {
    const world = aWorld();
    const { id } = await fill(world, 'pumps');
    const chunk = aStoredChunk(oldTable, [{ tenant: id, recordId: 'x', timestamp: oldTime }]);
    await putChunks(world.chunks, { ...chunk, body: Buffer.from('damaged') });
    await expect(ageOff(world, asked)).rejects.toThrow();
    expect(await world.chunks.tables()).toContain(oldTable);
  });

  it('of an empty table, and of no table, is fine', async () => {
    const world = aWorld();
    expect((await ageOff(world, asked)).map(({ action }) => action)).not.toContain('dropped');
    const nobody = aTenant();
    await putChunks(
      world.chunks,
      aStoredChunk(oldTable, [{ tenant: nobody.id, recordId: 'x', timestamp: oldTime }]),
    );
    expect(await of(world)).toMatchObject({ action: 'dropped' });
  });
});

describe('a fault at every single call', () => {
  const underFault = async (number: number, fault: Fault): Promise<boolean> => {
    const world = aWorld();
    const tenants = [await fill(world, 'pumps'), await fill(world, 'valves')];
    const before = await booksOf(world, tenants);
    const injected = withFaults(seededRandom(number), atCall(number, fault));
    const ports = injected.restart();
    const faulty = {
      ...world,
      chunks: ports.chunkStore(world.chunks),
      objects: ports.objectStore(world.objects),
      schemas: ports.schemaStore(world.schemas),
      sealed: ports.sealedCounts(world.sealed),
    };
    const result = await ageOff(faulty, asked).catch((error: unknown) => error);
    if (result instanceof Error) expect(result instanceof Crash || result instanceof OutOfService).toBe(true);
    // Wherever it ended: every event is in the table or sealed, and counted once.
    expect(await booksOf(world, tenants)).toEqual(before);
    // And once more, without a fault.
    await ageOff(world, asked);
    expect(await world.chunks.tables()).not.toContain(oldTable);
    expect(await booksOf(world, tenants)).toEqual(before);
    return injected.injected().counts.size > 0;
  };

  it.each(faults)('%s: the books stay as they were, and a second run finishes', async (fault) => {
    let reached = 0;
    while (await underFault(reached, fault)) reached++;
    expect(reached).toBeGreaterThan(30);
  });
});
