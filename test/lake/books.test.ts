import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { gapOf, isWhole, lakeBooks, warehouseBooks, type HourOfRows } from '@sluice/core/books';
import { weekOf } from '@sluice/core/time';
import { anErrorChunk, putChunks } from '@sluice/testing/factories/books';
import { anHour } from '@sluice/testing/factories/chunks';
import { aMetric } from '@sluice/testing/factories/tenant-schema';
import { aSite, hourOf, type AnEvent, type Site } from './books.fixture.ts';

const sites: Site[] = [];
const open = async (limits?: Parameters<typeof aSite>[0]): Promise<Site> => {
  const site = await aSite(limits);
  sites.push(site);
  return site;
};
afterEach(async () => {
  for (const site of sites.splice(0)) await site.close();
});

const hourMs = 3_600_000;
const table = weekOf(anHour);

/** The sums of lines of a place, and that each line adds up. */
const sumsOf = (lines: readonly HourOfRows[]) => {
  for (const line of lines) {
    const { upstream, held, inFlight, leftOut = 0, replaced, missing, extra } = line;
    expect(upstream).toBe(held + inFlight + leftOut + replaced + missing - extra);
  }
  const sum = (name: 'upstream' | 'held' | 'inFlight' | 'missing' | 'extra'): number =>
    lines.reduce((all, line) => all + line[name], 0);
  return {
    upstream: sum('upstream'),
    held: sum('held'),
    inFlight: sum('inFlight'),
    missing: sum('missing'),
    extra: sum('extra'),
  };
};

const booksOf = async ({ tenant, services }: Site) => {
  const { books, lake, warehouse } = await warehouseBooks(tenant, services);
  return { books, lake: sumsOf(lake), warehouse: sumsOf(warehouse), lines: { lake, warehouse } };
};

const gaps = (lines: readonly HourOfRows[]) => lines.filter((line) => !isWhole(line));

/** Four events in two hours of arrival, everywhere. */
const full = async (limits?: Parameters<typeof aSite>[0]) => {
  const site = await open(limits);
  const [first, second] = [await site.accept(3, anHour), await site.accept(1, anHour + hourMs)];
  const event = (tally: typeof first, index: number): AnEvent => ({
    tenant: site.tenant,
    recordId: tally.recordId,
    receivedAt: tally.receivedAt,
    index,
  });
  const events = [event(first, 0), event(first, 1), event(first, 2), event(second, 0)] as const;
  await site.store(table, ...events);
  site.archive(...events);
  await site.batch();
  await site.load();
  const id = (at: 0 | 1 | 2 | 3): string => `${events[at].recordId}:${events[at].index ?? 0}`;
  return { ...site, events, id };
};

describe('books that balance', () => {
  it('tell what lake and warehouse hold by metric and hour', async () => {
    const site = await full();
    const { lines, books } = await booksOf(site);
    expect(books.balanced).toBe(true);
    const line = { tenant: site.tenant, name: 'pump', inFlight: 0, replaced: 0, missing: 0, extra: 0 };
    const both = [
      { ...line, hour: hourOf(anHour), upstream: 3, held: 3 },
      { ...line, hour: hourOf(anHour + hourMs), upstream: 1, held: 1 },
    ];
    expect(lines.lake).toMatchObject(both);
    expect(lines.warehouse).toMatchObject(both);
  });

  it('tell what the next batch and the next load are yet to take', async () => {
    const site = await full();
    const { recordId } = await site.accept(2, anHour);
    const one: AnEvent = { tenant: site.tenant, recordId, index: 0 };
    const two: AnEvent = { tenant: site.tenant, recordId, index: 1 };
    await site.store(table, one, two);
    site.archive(one);
    await site.batch();
    const { lake, warehouse, lines } = await booksOf(site);
    expect(lake).toEqual({ upstream: 6, held: 5, inFlight: 1, missing: 0, extra: 0 });
    expect(warehouse).toEqual({ upstream: 5, held: 4, inFlight: 1, missing: 0, extra: 0 });
    expect(lines.lake.every(isWhole) && lines.warehouse.every(isWhole)).toBe(true);
  });

  it('stand a row that the lake has before the near-line store, and that took the place of one there', async () => {
    const site = await full();
    const { recordId, receivedAt } = await site.accept(1, anHour + 2 * hourMs);
    const [old] = site.events;
    const eventId = `${old.recordId}-0`;
    const again: AnEvent = { tenant: site.tenant, recordId, receivedAt, eventId, content: 'other' };
    site.memory.staged.push({ tenant: site.tenant, recordId, index: 0, receivedAt });
    site.archive(again);
    await site.batch();
    await site.load();
    const { lines } = await booksOf(site);
    expect([...gaps(lines.lake), ...gaps(lines.warehouse)]).toEqual([]);
    site.memory.staged.pop();
    // Now it is nowhere near-line: the lake has what nobody else has.
    expect(gaps((await booksOf(site)).lines.lake)).toMatchObject([
      { missing: 1, extra: 0, sample: { missing: [site.id(0)] } },
      { missing: 0, extra: 1, sample: { extra: [`${recordId}:0`] } },
    ]);
  });

  it('stand a correction that the lake has and the warehouse has not yet', async () => {
    const site = await full();
    const { recordId, receivedAt } = await site.accept(1, anHour + 2 * hourMs);
    const eventId = `${site.events[0].recordId}-0`;
    const again: AnEvent = { tenant: site.tenant, recordId, receivedAt, eventId, content: 'other' };
    await site.store(table, again);
    site.archive(again);
    await site.batch();
    const { lines, warehouse } = await booksOf(site);
    expect([...gaps(lines.lake), ...gaps(lines.warehouse)]).toEqual([]);
    expect(warehouse).toEqual({ upstream: 4, held: 4, inFlight: 1, missing: 0, extra: 0 });
    expect(lines.warehouse.map(({ replaced }) => replaced)).toEqual([-1, 0, 0]);
  });

  it('stand a row that the warehouse does not take: before its load, and after', async () => {
    const site = await full({ textBytes: 65_535 });
    const { recordId, receivedAt } = await site.accept(1, anHour);
    const eventId = `${site.events[0].recordId}-0`;
    const note = 'x'.repeat(70_000);
    const long: AnEvent = { tenant: site.tenant, recordId, receivedAt, eventId, content: 'b', note };
    await site.store(table, long);
    site.archive(long);
    await site.batch();
    expect((await booksOf(site)).warehouse).toMatchObject({ held: 4, inFlight: 1, missing: 0, extra: 0 });
    await site.load();
    const { warehouse, lines } = await booksOf(site);
    expect(warehouse).toEqual({ upstream: 4, held: 4, inFlight: 0, missing: 0, extra: 0 });
    // The warehouse still has the row that the long one took the place of.
    expect(lines.warehouse[0]).toMatchObject({ leftOut: 1, replaced: -1 });
  });

  it('stand a metric that is declared, moved, and deleted', async () => {
    const site = await full();
    const metric = aMetric({ aliases: ['pump', 'pumpe'] });
    await site.world.declare(site.tenant, [metric]);
    for (const step of [() => Promise.resolve(), site.batch, site.load]) {
      await step();
      const { lines, lake } = await booksOf(site);
      expect([...gaps(lines.lake), ...gaps(lines.warehouse)]).toEqual([]);
      expect(lake).toMatchObject({ upstream: 4, held: 4 });
    }
    await site.world.declare(site.tenant, [], { tombstones: [{ name: 'pump', deletedAt: anHour * 2 }] });
    const { lines } = await booksOf(site);
    expect(gaps(lines.warehouse)).toEqual([]);
  });

  it('stand tables that were dropped, whose rows the lake has', async () => {
    const site = await full();
    const runs = [[0, 2]] as const;
    const [{ recordId }, , , other] = site.events;
    await site.memory.sealed.seal([
      { table, tenant: site.tenant, hour: hourOf(anHour), events: [{ recordId, fate: 'stored', runs }] },
      {
        table,
        tenant: site.tenant,
        hour: hourOf(anHour + hourMs),
        events: [{ recordId: other.recordId, fate: 'stored', runs: [[0, 0]] }],
      },
    ]);
    await site.memory.chunks.dropTable(table);
    const { lake, lines } = await booksOf(site);
    expect(gaps(lines.lake)).toEqual([]);
    expect(lake).toMatchObject({ upstream: 4, held: 4 });
    expect(lines.lake.map(({ name }) => name)).toEqual(['pump', 'pump']);
    const [file] = await site.files();
    if (file === undefined) throw new Error('no file');
    await site.rewrite(file, `SELECT * FROM {} WHERE idx != 1`);
    expect(gaps((await booksOf(site)).lines.lake)).toMatchObject([
      { metric: '', hour: hourOf(anHour), missing: 1, sample: { missing: [site.id(1)] } },
    ]);
  });
});

describe('a planted loss is found, with its ids', () => {
  it('where only the hours since a time are looked at, too', async () => {
    const site = await full();
    const [file] = await site.files();
    if (file === undefined) throw new Error('no file');
    await site.rewrite(file, `SELECT * FROM {} WHERE idx != 0`);
    const { lines } = await booksOf(site);
    expect(gaps(lines.lake)).toMatchObject([{ hour: hourOf(anHour) }, { hour: hourOf(anHour + hourMs) }]);
    const late = await booksOf({ ...site, services: { ...site.services, since: anHour + hourMs } });
    expect(gaps(late.lines.lake)).toMatchObject([{ missing: 1, sample: { missing: [site.id(3)] } }]);
    expect(late.books.hours).toHaveLength(1);
  });

  it('a row removed from a file of the lake', async () => {
    const site = await full();
    const [file] = await site.files();
    if (file === undefined) throw new Error('no file');
    await site.rewrite(file, `SELECT * FROM {} WHERE NOT (idx = 1)`);
    const { lines } = await booksOf(site);
    expect(gaps(lines.lake)).toMatchObject([
      { hour: hourOf(anHour), missing: 1, extra: 0, sample: { missing: [site.id(1)], extra: [] } },
    ]);
    // The warehouse has it still.
    expect(gaps(lines.warehouse)).toMatchObject([{ missing: 0, extra: 1, sample: { extra: [site.id(1)] } }]);
  });

  it('a row of the lake that is another in its place: the counts are equal', async () => {
    const site = await full();
    const [file] = await site.files();
    if (file === undefined) throw new Error('no file');
    await site.rewrite(file, `SELECT * FROM {} WHERE idx != 1 UNION ALL SELECT * FROM {} WHERE idx = 2`);
    expect(gaps((await booksOf(site)).lines.lake)).toMatchObject([
      { missing: 1, extra: 1, sample: { missing: [site.id(1)], extra: [site.id(2)] } },
    ]);
  });

  it('a file that no manifest names any more', async () => {
    const site = await full();
    const before = await site.services.lake.log.snapshot();
    const { files, ...rest } = before;
    await site.services.lake.log.publish(before, {
      v: 1,
      sequence: rest.sequence + 1,
      run: 'lost',
      publishedAt: 1,
      archive: [],
      refused: [],
      counts: { read: 0, added: 0, duplicate: 0, corrected: 0, repeated: 0, malformed: 0, replaced: 0 },
      added: [],
      removed: files.map(({ key }) => key),
      loads: [],
      watermark: 0,
      covered: [],
      surveys: [],
    });
    const { lake, lines } = await booksOf(site);
    expect(lake).toEqual({ upstream: 4, held: 0, inFlight: 0, missing: 4, extra: 0 });
    expect(gaps(lines.lake).map(({ sample }) => sample?.missing.toSorted())).toEqual([
      [site.id(0), site.id(1), site.id(2)],
      [site.id(3)],
    ]);
  });

  it('a file that is gone: told by its name', async () => {
    const site = await full();
    const [file] = await site.files();
    await site.world.services.objects.delete(file?.key ?? '');
    await expect(lakeBooks(site.tenant, site.services)).rejects.toMatchObject({
      code: 'LakeDamaged',
      message: expect.stringContaining(file?.key ?? 'no file') as string,
    });
  });

  it.each([
    ['deleted in', 'DELETE FROM {} WHERE "index" = 1', { missing: 1, extra: 0 }, 'missing', 1],
    ['doubled in', 'INSERT INTO {} SELECT * FROM {} WHERE "index" = 2', { missing: 0, extra: 1 }, 'extra', 2],
  ] as const)('a row %s the warehouse', async (_, sql, counts, kind, at) => {
    const site = await full();
    await site.inWarehouse(sql);
    const { lines } = await booksOf(site);
    expect(gaps(lines.lake)).toEqual([]);
    expect(gaps(lines.warehouse)).toMatchObject([{ ...counts, sample: { [kind]: [site.id(at)] } }]);
  });

  it('names at most ten', async () => {
    const site = await open();
    const { recordId } = await site.accept(30, anHour);
    const events = Array.from({ length: 30 }, (_, index) => ({ tenant: site.tenant, recordId, index }));
    await site.store(table, ...events);
    site.archive(...events);
    await site.batch();
    const { lines } = await booksOf(site); // not loaded: in flight, all of them
    expect(lines.warehouse).toMatchObject([{ upstream: 30, held: 0, inFlight: 30, missing: 0 }]);
    await site.load();
    await site.inWarehouse('DELETE FROM {} WHERE "index" < 25');
    const [gap] = gaps((await booksOf(site)).lines.warehouse);
    expect([gap?.missing, gap?.sample?.missing.length]).toEqual([25, 10]);
  });
});

/** What becomes of an event before the books are made: how far it is, and in which run of the batch. */
const anEvent = fc.record({
  at: fc.constantFrom('raw', 'staged', 'near', 'rejected'),
  batch: fc.constantFrom(0, 1, 2),
  hour: fc.nat({ max: 2 }),
  eventId: fc.constantFrom('a', 'b', 'c', undefined),
  content: fc.constantFrom('same', 'other'),
  sentName: fc.constantFrom('pump', 'pumpe', 'valve'),
  time: fc.nat({ max: 1 }),
});
const aHistory = fc.record({
  events: fc.array(anEvent, { minLength: 1, maxLength: 25 }),
  loads: fc.tuple(fc.boolean(), fc.boolean()),
  declared: fc.constantFrom('never', 'before', 'between', 'after'),
});

describe('for any history', () => {
  it('the books balance down to the warehouse', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(aHistory, async ({ events, loads, declared }) => {
        const site = await aSite();
        try {
          const declare = (when: typeof declared) =>
            when === declared
              ? site.world.declare(site.tenant, [aMetric({ aliases: ['pump', 'pumpe'] })])
              : Promise.resolve();
          const archived: AnEvent[][] = [[], []];
          await declare('before');
          for (const { at, batch, hour, eventId, content, sentName, time } of events) {
            const tally = await site.accept(1, anHour + hour * hourMs);
            const { recordId, receivedAt } = tally;
            const event: AnEvent = {
              tenant: site.tenant,
              recordId,
              receivedAt,
              content,
              sentName,
              timestamp: anHour + time,
              ...(eventId === undefined ? {} : { eventId }),
            };
            if (at === 'raw') site.memory.raw.push(tally);
            if (at === 'staged')
              site.memory.staged.push({ tenant: site.tenant, recordId, index: 0, receivedAt });
            if (at === 'rejected')
              await putChunks(
                site.memory.chunks,
                anErrorChunk(table, site.tenant, [{ recordId, receivedAt }]),
              );
            if (at === 'near') await site.store(table, event);
            if (at === 'near' || at === 'staged') archived[batch - 1]?.push(event);
          }
          for (const [i, some] of archived.entries()) {
            site.archive(...some);
            await site.batch();
            if (loads[i] === true) await site.load();
            if (i === 0) await declare('between');
          }
          await declare('after');
          const { books, lines } = await booksOf(site);
          expect(books.hours.map(gapOf).filter((gap) => gap !== 0)).toEqual([]);
          expect([...gaps(lines.lake), ...gaps(lines.warehouse)]).toEqual([]);
          for (const since of [anHour + hourMs, anHour + 2 * hourMs]) {
            const late = await booksOf({ ...site, services: { ...site.services, since } });
            const isLate = ({ hour }: { readonly hour: string }) => hour >= hourOf(since);
            expect(late.books.hours).toEqual(books.hours.filter(isLate));
            expect(late.lines.lake).toEqual(lines.lake.filter(isLate));
            expect(late.lines.warehouse).toEqual(lines.warehouse.filter(isLate));
          }
        } finally {
          await site.close();
        }
      }),
      { numRuns: 25 },
    );
  });
});
