import type { Tenant } from '@sluice/core/ports';
import { weekOf } from '@sluice/core/time';
import { aBooksWorld, anErrorChunk, aStoredChunk, aTally, putChunks } from '@sluice/testing/factories/books';
import { aTenant } from '@sluice/testing/factories/directory';
import { memoryDirectory } from '@sluice/testing/memory/directory';

const weekMs = 7 * 86_400_000;
/** Of the events in the old table. */
export const oldTime = Date.parse('2026-08-05T10:30:00Z');
export const oldTable = weekOf(oldTime);
export const oldHour = '2026-08-05T10';
/** Sixteen weeks later: with eight weeks of retention the old table is outside the window. */
export const now = oldTime + 16 * weekMs;

/** What age-off works on, in memory. */
export const aWorld = () => ({
  ...aBooksWorld(),
  directory: memoryDirectory(),
  clock: { now: () => now },
  retentionWeeks: 8,
});
export type World = ReturnType<typeof aWorld>;

/**
 * A tenant of which the old table holds seven events of every fate, the late table one and this week's table one. `lost` further events
 * are nowhere.
 */
export const fill = async (world: World, name: string, lost = 0): Promise<Tenant> => {
  const tenant = aTenant({ name });
  await world.directory.createTenant(tenant);
  const { id } = tenant;
  const old = aTally(id, { receivedAt: oldTime, events: 6 + lost });
  const again = aTally(id, { receivedAt: oldTime + 3_600_000, events: 2 });
  const fresh = aTally(id, { receivedAt: now, events: 1 });
  await world.ledger.add([old, again, fresh]);
  const event = (tally: typeof old, index: number, eventId: string, content = 'same') => ({
    tenant: id,
    recordId: tally.recordId,
    receivedAt: tally.receivedAt,
    timestamp: oldTime,
    index,
    eventId,
    content,
  });
  await putChunks(
    world.chunks,
    aStoredChunk(oldTable, [event(old, 0, 'a'), event(old, 1, 'b'), event(old, 2, 'c'), event(old, 3, 'd')]),
    aStoredChunk(oldTable, [event(again, 0, 'a'), event(again, 1, 'b', 'other')]), // a duplicate and a correction
    aStoredChunk('late', [event(old, 4, 'late')]),
    anErrorChunk(oldTable, id, [{ recordId: old.recordId, index: 5, receivedAt: oldTime }]),
    aStoredChunk(weekOf(now), [{ ...event(fresh, 0, 'x'), timestamp: now }]),
  );
  return tenant;
};
