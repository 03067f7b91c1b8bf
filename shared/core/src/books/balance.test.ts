import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  aBooksWorld,
  anErrorChunk,
  aStoredChunk,
  aTally,
  putChunks,
  type AnEvent,
} from '@sluice/testing/factories/books';
import { anHour } from '@sluice/testing/factories/chunks';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { aMetric, aTenantSchema, aChange } from '@sluice/testing/factories/tenant-schema';
import type { ChunkHead } from '../ports/index.ts';
import { hourOf } from '../time/index.ts';
import { balance, gapOf, type Found } from './index.ts';

const hour = '2026-11-23T03';
const week = '2026-w48';

/** A tenant's world with records of so many events each, accepted in one hour. */
const aWorldOf = async (...events: readonly number[]) => {
  const world = aBooksWorld();
  const tenant = aTenantId();
  const tallies = events.map((count) => aTally(tenant, { events: count }));
  await world.ledger.add(tallies);
  const event = (record: number, index = 0, more: Partial<AnEvent> = {}): AnEvent => ({
    tenant,
    recordId: tallies[record]?.recordId ?? '',
    index,
    ...more,
  });
  const column = async () => {
    const { balanced, hours } = await balance(tenant, world);
    expect(hours.map((one) => one.tenant)).toEqual(hours.map(() => tenant));
    const { accepted, stored, rejected, duplicate, corrected, inFlight } = hours[0] ?? { accepted: 0 };
    return { balanced, accepted, stored, rejected, duplicate, corrected, inFlight };
  };
  return { ...world, world, tenant, tallies, event, column };
};

const none = { stored: 0, rejected: 0, duplicate: 0, corrected: 0, inFlight: 0 };

describe('an event counts', () => {
  it('as stored, duplicate or corrected, once over tables and stagings', async () => {
    const { event, chunks, column } = await aWorldOf(3, 1, 1);
    await putChunks(
      chunks,
      aStoredChunk(week, [event(0), event(0, 1), event(0, 2)]),
      aStoredChunk(week, [event(0), event(0, 1, { stagedAt: anHour + 9_000 })]), // staged again
      aStoredChunk('late', [event(0, 2)]), // and again, when its week had no table
      aStoredChunk('late', [event(1, 0, { eventId: event(0).recordId + '-0', receivedAt: anHour + 5 })]),
      aStoredChunk(week, [
        event(2, 0, { eventId: event(0).recordId + '-1', content: 'other', receivedAt: anHour + 5 }),
      ]),
    );
    expect(await column()).toEqual({
      ...none,
      balanced: true,
      accepted: 5,
      stored: 3,
      duplicate: 1,
      corrected: 1,
    });
  });

  it('as a duplicate of one sent under another name of its metric, once that is declared', async () => {
    const { event, chunks, schemas, tenant, column } = await aWorldOf(1, 1);
    const metric = aMetric({ aliases: ['pump', 'pumpe'] });
    await putChunks(
      chunks,
      aStoredChunk(week, [event(0, 0, { sentName: 'pumpe', eventId: 'x' })]),
      aStoredChunk(week, [
        event(1, 0, { metric: metric.id, sentName: 'pump', eventId: 'x', receivedAt: anHour + 1 }),
      ]),
    );
    expect(await column()).toMatchObject({ stored: 2, duplicate: 0 });
    await schemas.replace(tenant, 0, aTenantSchema({ metrics: [metric] }), aChange());
    expect(await column()).toMatchObject({ balanced: true, stored: 1, duplicate: 1 });
  });

  it('as rejected when it has an error record, however often; a notice beside a row does not', async () => {
    const { event, chunks, tenant, column } = await aWorldOf(2);
    const { recordId } = event(0);
    await putChunks(
      chunks,
      anErrorChunk(week, tenant, [
        { recordId, index: 0 },
        { recordId, index: 0, stage: 'staged', kind: 'commit' },
      ]),
      anErrorChunk('2026-w49', tenant, [
        { recordId, index: 0 },
        { recordId, index: 1, kind: 'field' },
      ]),
      aStoredChunk(week, [event(0, 1)]),
    );
    expect(await column()).toEqual({ ...none, balanced: true, accepted: 2, stored: 1, rejected: 1 });
  });

  it('as stored when it was rejected, and replayed under a mended schema', async () => {
    const { event, chunks, tenant, column } = await aWorldOf(1);
    await putChunks(chunks, anErrorChunk(week, tenant, [{ recordId: event(0).recordId }]));
    await putChunks(chunks, aStoredChunk(week, [event(0)]));
    expect(await column()).toEqual({ ...none, balanced: true, accepted: 1, stored: 1 });
  });

  it('as in flight while it is met nowhere else', async () => {
    const { event, chunks, raw, staged, tenant, tallies, column } = await aWorldOf(40, 2);
    raw.push(...tallies.slice(0, 1));
    for (const index of [0, 1])
      staged.push({ tenant, recordId: event(1).recordId, index, receivedAt: anHour });
    expect(await column()).toEqual({ ...none, balanced: true, accepted: 42, inFlight: 42 });
    const rows = Array.from({ length: 40 }, (_, index) => event(0, index));
    await putChunks(chunks, aStoredChunk(week, [event(1), ...rows]));
    expect(await column()).toEqual({ ...none, balanced: true, accepted: 42, stored: 41, inFlight: 1 });
  });

  it('by the hour in which its record arrived, whatever its copies say', async () => {
    const { chunks, event, world, tenant } = await aWorldOf(1);
    await putChunks(chunks, aStoredChunk(week, [event(0, 0, { receivedAt: anHour + 3_600_000 })]));
    expect((await balance(tenant, world)).hours.map((one) => one.hour)).toEqual([hour]);
  });

  it('not when it came after the run began, nor as another tenant’s', async () => {
    const { chunks, world, tenant, raw, column } = await aWorldOf(0);
    const other = aTally(aTenantId());
    await world.ledger.add([other]);
    raw.push(other, aTally(tenant));
    await putChunks(chunks, aStoredChunk(week, [{ tenant, recordId: anId() }]));
    expect(await column()).toEqual({ ...none, balanced: true, accepted: 0 });
  });

  it('when its body lies in the object store', async () => {
    const { chunks, objects, event, column } = await aWorldOf(1);
    const chunk = aStoredChunk(week, [event(0)]);
    await objects.put('large/x.json.gz', chunk.body);
    await putChunks(chunks, { ...chunk, body: new Uint8Array(), pointer: 'large/x.json.gz' });
    expect(await column()).toMatchObject({ balanced: true, stored: 1 });
    await objects.delete('large/x.json.gz');
    await expect(column()).rejects.toThrow('large/x.json.gz');
  });
});

describe('what was sealed', () => {
  it('counts when its table is gone, and once while it is there', async () => {
    const { chunks, sealed, event, tenant, column } = await aWorldOf(4);
    const { recordId } = event(0);
    await putChunks(
      chunks,
      aStoredChunk(week, [event(0), event(0, 1)]),
      anErrorChunk(week, tenant, [{ recordId, index: 3 }]),
    );
    await sealed.seal([
      {
        table: week,
        tenant,
        hour,
        events: [
          { recordId, fate: 'stored', runs: [[0, 1]] },
          { recordId, fate: 'duplicate', runs: [[2, 2]] },
          { recordId, fate: 'rejected', runs: [[3, 3]] },
        ],
      },
    ]);
    const expected = { ...none, balanced: true, accepted: 4, stored: 2, duplicate: 1, rejected: 1 };
    expect(await column()).toEqual(expected);
    await chunks.dropTable(week);
    expect(await column()).toEqual(expected);
  });

  it('counts once when it comes again by a replay, as a row even if it was refused', async () => {
    const { chunks, sealed, raw, tallies, event, tenant, column } = await aWorldOf(2);
    const { recordId } = event(0);
    await sealed.seal([
      {
        table: week,
        tenant,
        hour,
        events: [
          { recordId, fate: 'stored', runs: [[0, 0]] },
          { recordId, fate: 'rejected', runs: [[1, 1]] },
        ],
      },
    ]);
    raw.push(...tallies); // on its way again
    expect(await column()).toEqual({ ...none, balanced: true, accepted: 2, stored: 1, rejected: 1 });
    await putChunks(chunks, aStoredChunk('late', [event(0), event(0, 1)]));
    expect(await column()).toEqual({ ...none, balanced: true, accepted: 2, stored: 2 });
  });

  it('may be sealed and its table dropped at any time while the books are made', async () => {
    let calls = 1;
    for (let at = 0; at < calls; at++) {
      const { chunks, sealed, event, tenant, world } = await aWorldOf(2);
      const { recordId } = event(0);
      await putChunks(
        chunks,
        aStoredChunk(week, [event(0)]),
        anErrorChunk(week, tenant, [{ recordId, index: 1 }]),
      );
      const drop = async (): Promise<void> => {
        const events = [
          { recordId, fate: 'stored', runs: [[0, 0]] },
          { recordId, fate: 'rejected', runs: [[1, 1]] },
        ] as const;
        await sealed.seal([{ table: week, tenant, hour, events }]);
        await chunks.dropTable(week);
      };
      calls = 0;
      const aged = async <T>(read: () => Promise<T>): Promise<T> => {
        if (calls++ === at) await drop();
        return read();
      };
      const books = await balance(tenant, {
        ...world,
        chunks: {
          ...chunks,
          tables: () => aged(() => chunks.tables()),
          partitions: (...asked) => aged(() => chunks.partitions(...asked)),
          heads: (partition) => aged(() => chunks.heads(partition)),
          read: (heads) => aged(() => chunks.read(heads)),
        },
        sealed: {
          ...sealed,
          hours: async function* (of) {
            yield* await aged(async () => sealed.hours(of));
          },
        },
      });
      expect({ at, ...books.hours[0] }).toMatchObject({ at, accepted: 2, stored: 1, rejected: 1 });
    }
    expect(calls).toBeGreaterThan(8);
  });
});

describe('a visitor', () => {
  it('is told of each event in a table once, with its fate, and of what the ledger does not know', async () => {
    const { chunks, event, tenant, world } = await aWorldOf(3);
    const unknown = anId();
    const { recordId } = event(0);
    await putChunks(
      chunks,
      aStoredChunk(week, [event(0), event(0, 1)]),
      aStoredChunk('late', [event(0, 1, { stagedAt: anHour + 9_000 })]),
      anErrorChunk(week, tenant, [
        { recordId, index: 2 },
        { recordId, index: 1 },
      ]),
      aStoredChunk(week, [{ tenant, recordId: unknown }]),
    );
    const found: Found[] = [];
    await balance(tenant, world, (one) => found.push(one));
    expect(found).toHaveLength(4);
    expect(found).toEqual(
      expect.arrayContaining([
        { table: week, recordId, index: 0, fate: 'stored', hour },
        { table: 'late', recordId, index: 1, fate: 'stored', hour },
        { table: week, recordId, index: 2, fate: 'rejected', hour },
        { table: week, recordId: unknown, index: 0, fate: 'stored', hour: undefined },
      ]),
    );
  });
});

describe('since an hour', () => {
  it('nothing that came before is told, and a chunk of it is not read', async () => {
    const { world, chunks, sealed, tenant } = await aWorldOf();
    const [before, after] = [anHour, anHour + 3_600_000];
    const tallies = [before, before, after, after, after].map((receivedAt) => aTally(tenant, { receivedAt }));
    await world.ledger.add(tallies);
    const [old, gone, young, lost, sealedLate] = tallies.map(({ recordId, receivedAt }) => ({
      tenant,
      recordId,
      receivedAt,
      eventId: 'one',
    }));
    if (!old || !gone || !young || !lost || !sealedLate) throw new Error('there are five');
    await putChunks(chunks, aStoredChunk(week, [old]));
    await putChunks(chunks, aStoredChunk(week, [gone, young]));
    const runs = [[0, 0]] as const;
    for (const { recordId, receivedAt } of [gone, sealedLate])
      await sealed.seal([
        {
          table: '2026-w30',
          tenant,
          hour: hourOf(receivedAt),
          events: [{ recordId, fate: 'duplicate', runs }],
        },
      ]);
    let read = 0;
    const counted = {
      ...chunks,
      read: (heads: readonly ChunkHead[]) => ((read += heads.length), chunks.read(heads)),
    };
    const books = await balance(tenant, { ...world, chunks: counted, since: after });
    const all = await balance(tenant, world);
    expect(read).toBe(1);
    expect(books.hours).toEqual(all.hours.filter(({ hour: one }) => one === hourOf(after)));
    expect(books.hours).toMatchObject([{ accepted: 3, stored: 1, duplicate: 1 }]);
    expect(books.balanced).toBe(false);
  });
});

describe('for any history', () => {
  const places = ['raw', 'staged', 'week', 'late', 'error', 'sealed row', 'sealed refusal'] as const;
  const where = fc.uniqueArray(fc.constantFrom(...places), { minLength: 1, maxLength: places.length });

  it('the books balance when each event is somewhere, and show each that is nowhere', async () => {
    const history = fc.record({
      events: fc.array(where, { minLength: 1, maxLength: 12 }),
      lost: fc.array(fc.nat({ max: 11 }), { maxLength: 3 }),
      ids: fc.array(fc.nat({ max: 4 }), { minLength: 12, maxLength: 12 }),
    });
    const check = async ({
      events,
      lost,
      ids,
    }: {
      events: (typeof places)[number][][];
      lost: number[];
      ids: number[];
    }) => {
      const { world, chunks, sealed, staged, raw, tenant, event, tallies } = await aWorldOf(
        ...events.map(() => 1),
      );
      const gone = new Set(lost.filter((record) => record < events.length));
      for (const [record, found] of events.entries()) {
        if (gone.has(record)) continue;
        const { recordId } = event(record);
        // Some share an identity, so that they are duplicates and corrections of each other.
        const stored = event(record, 0, { eventId: `e${ids[record]}`, content: `c${record % 2}` });
        for (const place of found) {
          if (place === 'raw') raw.push(...tallies.slice(record, record + 1));
          if (place === 'staged') staged.push({ tenant, recordId, index: 0, receivedAt: anHour });
          if (place === 'week' || place === 'late')
            await putChunks(chunks, aStoredChunk(place === 'week' ? week : 'late', [stored]));
          if (place === 'error') await putChunks(chunks, anErrorChunk(week, tenant, [{ recordId }]));
          if (place === 'sealed row' || place === 'sealed refusal') {
            const fate = place === 'sealed row' ? 'duplicate' : 'rejected';
            await sealed.seal([
              { table: '2026-w30', tenant, hour, events: [{ recordId, fate, runs: [[0, 0]] }] },
            ]);
          }
        }
      }
      const { balanced, hours } = await balance(tenant, world);
      expect(hours.map(gapOf)).toEqual([gone.size]);
      expect(balanced).toBe(gone.size === 0);
    };
    await fc.assert(fc.asyncProperty(history, check), { numRuns: 300 });
  });
});
