import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { undeclaredMetricId, type TenantId } from '@sluice/core/layout';
import { isStagedLine, type StagedLine } from '@sluice/core/forms';
import { runEtl } from '@sluice/etl';
import { lakeInFolder, lakeSource, type QueryService } from '@sluice/query';
import { askOnce, serviceOver } from '@sluice/query/testing/ask';
import { testStores, type TestStores } from '@sluice/query/testing/store';
import { aField, aMetric } from '@sluice/testing/factories/tenant-schema';
import { aLine, aWorld, start, textOf, type LineParts, type World } from '@sluice/etl/testing';

/** One tenant whose staged lines go to the near-line store, to the archive, or to both. */
const open = async () => {
  const world = await aWorld();
  const stores = testStores();
  const tenant = await world.tenant();
  const service = await serviceOver({
    ...stores,
    lake: lakeSource(world.services.lake, lakeInFolder(world.folder)),
  });
  return { world, stores, tenant, service };
};

interface Site {
  readonly world: World;
  readonly stores: TestStores;
  readonly tenant: TenantId;
  readonly service: QueryService;
}

const sites: Site[] = [];
const site = async (): Promise<Site> => {
  const one = await open();
  sites.push(one);
  return one;
};
const end = async ({ world, service }: Site): Promise<void> => {
  await service.close();
  world.close();
};
afterEach(async () => {
  for (const one of sites.splice(0)) await end(one);
});

const staged = (line: LineParts): StagedLine => {
  const value: unknown = JSON.parse(textOf(line));
  if (!isStagedLine(value)) throw new Error(`no staged line: ${textOf(line)}`);
  return value;
};

const toNearLine = ({ stores, tenant }: Site, lines: readonly LineParts[]): void => {
  stores.add(tenant, lines.map(staged));
};

const toLake = async ({ world }: Site, lines: readonly LineParts[]): Promise<void> => {
  world.archive(lines.map(textOf));
  await runEtl(world.services);
};

const declare = async (
  { world, stores, tenant }: Site,
  ...[metrics, rest]: Parameters<World['declare']> extends [unknown, ...infer More] ? More : never
): Promise<void> => {
  await world.declare(tenant, metrics, rest);
  stores.setSchema(tenant, { metrics: [...metrics], ...rest });
};

const rowsOf = async ({ service, tenant }: Site, sql: string) => (await askOnce(service, tenant, sql)).rows;

const pump = aMetric({
  displayName: 'pump',
  aliases: ['pump'],
  fields: [
    aField({ id: 'f1', displayName: 'level', aliases: ['level'], type: 'LONG' }),
    aField({ id: 'f2', displayName: 'site', aliases: ['site'], type: 'STRING' }),
  ],
});

describe('a query over lake and near-line store', () => {
  it('shows a row once that is in both, and rows that are in one of them', async () => {
    const one = await site();
    await declare(one, [pump]);
    const line = (eventId: string, level: number) =>
      aLine({
        tenant: one.tenant,
        metric: pump.id,
        eventId,
        fields: { f1: level },
        unknown: { extra: ['string', eventId] },
      });
    const both = line('both', 1);
    const near = line('near', 3);
    await toLake(one, [line('lake', 2), both]);
    toNearLine(one, [near, both]);
    const sql = 'select _eventid, level, site, extra from pump order by 1';
    expect(await rowsOf(one, sql)).toEqual([
      ['both', '1', null, 'both'],
      ['lake', '2', null, 'lake'],
      ['near', '3', null, 'near'],
    ]);
    // Later it is in both as well, and asked again.
    await toLake(one, [near, line('new', 4)]);
    expect(await rowsOf(one, 'select count(*), sum(level) from pump')).toEqual([['4', '10']]);
  });

  it('reads a metric that is in the lake alone, declared or not, and lists it', async () => {
    const one = await site();
    await toLake(one, [
      aLine({
        tenant: one.tenant,
        as: 'old pump',
        eventId: 'a',
        unknown: { x: ['number', '5'], y: ['string', 'z'] },
      }),
    ]);
    expect(await rowsOf(one, 'select * from "old pump"')).toEqual([[expect.any(String), '5', 'z']]);
    expect(
      await rowsOf(one, "select table_name from information_schema.tables where table_schema = 'public'"),
    ).toEqual([['old pump']]);
  });

  it('keeps files of a tenant from another', async () => {
    const one = await site();
    await toLake(one, [aLine({ tenant: one.tenant, as: 'secret', eventId: 'a' })]);
    const other = await one.world.tenant();
    await expect(askOnce(one.service, other, 'select * from secret')).rejects.toMatchObject({
      sqlstate: '42P01',
    });
    const [file] = (await one.world.services.lake.snapshot()).files;
    await expect(
      askOnce(one.service, other, `select * from read_parquet('${join(one.world.folder, file?.key ?? '')}')`),
    ).rejects.toMatchObject({ sqlstate: '42501' });
  });

  it('gives late-declared fields their values in files from before', async () => {
    const one = await site();
    const line = aLine({
      tenant: one.tenant,
      eventId: 'a',
      as: 'pump',
      unknown: { level: ['string', '7'], site: ['string', 's'] },
    });
    await toLake(one, [line]);
    await declare(one, [{ ...pump, fields: pump.fields.slice(0, 1) }]);
    expect(await rowsOf(one, 'select level, site from pump')).toEqual([['7', 's']]);
    // Moved under the metric; then a further field is declared.
    await runEtl(one.world.services);
    await declare(one, [pump]);
    expect(await rowsOf(one, 'select level, site, _unknown from pump')).toEqual([
      ['7', 's', '{"level":"7","site":"s"}'],
    ]);
  });

  it('hides what was received before its metric was deleted', async () => {
    const one = await site();
    const at = start + 1_000_000;
    const lines = [
      aLine({ tenant: one.tenant, eventId: 'hidden', receivedAt: at - 1 }),
      aLine({ tenant: one.tenant, eventId: 'shown', receivedAt: at }),
    ];
    await toLake(one, lines);
    await declare(one, [], { tombstones: [{ name: 'pump', deletedAt: at }] });
    expect(await rowsOf(one, 'select _eventid from pump')).toEqual([['shown']]);
    await declare(one, [], { tombstones: [{ name: 'pump', deletedAt: at + 1 }] });
    await expect(rowsOf(one, 'select _eventid from pump')).rejects.toMatchObject({ sqlstate: '42P01' });
  });

  it('reads no files outside the time that a statement asks for', async () => {
    const one = await site();
    await declare(one, [pump]);
    const day = 86_400_000;
    const line = (eventId: string, days: number) =>
      aLine({
        tenant: one.tenant,
        metric: pump.id,
        eventId,
        timestamp: start + days * day,
        fields: {},
        unknown: {},
      });
    await toLake(one, [line('a', -3), line('b', -2), line('c', -1)]);
    const { files } = await one.world.services.lake.snapshot();
    expect(files).toHaveLength(3);
    const [first] = files.toSorted((a, b) => a.firstTimestamp - b.firstTimestamp);
    const range = `timestamp >= ${start - 2 * day - 1000} and timestamp < ${start}`;
    expect(await rowsOf(one, `select _eventid from pump where ${range} order by 1`)).toEqual([['b'], ['c']]);
    // Were it opened, the statement would fail.
    rmSync(join(one.world.folder, first?.key ?? ''));
    expect(await rowsOf(one, `select count(*) from pump where ${range}`)).toEqual([['2']]);
    await expect(rowsOf(one, 'select count(*) from pump')).rejects.toThrow();
  });

  it('goes on with the rows that it began with while files are published', async () => {
    const one = await site();
    await declare(one, [pump]);
    const lines = Array.from({ length: 5_000 }, (_, i) =>
      aLine({
        tenant: one.tenant,
        metric: pump.id,
        eventId: `e${String(i).padStart(5, '0')}`,
        fields: { f1: i },
        unknown: {},
      }),
    );
    await toLake(one, lines.slice(0, 2_500));
    toNearLine(one, lines.slice(2_500));
    const session = await one.service.open(one.tenant, { keyId: 'KEY' });
    const cursor = await (await session.prepare('select _eventid from pump')).execute([]);
    const seen = (await cursor.next(10)).rows.map(([id]) => id);
    await toLake(one, lines.slice(2_000));
    expect(await rowsOf(one, 'select count(*) from pump')).toEqual([['5000']]);
    for (let done = false; !done;) {
      const portion = await cursor.next(1_000);
      seen.push(...portion.rows.map(([id]) => id));
      done = portion.done;
    }
    expect(seen.toSorted()).toEqual(lines.map(({ eventId }) => eventId));
    await session.close();
  });
});

describe('one result, for any way that rows took', () => {
  it('is the last row of each identity', { timeout: 180_000 }, async () => {
    const line = fc.record({
      eventId: fc.constantFrom('a', 'b', 'c'),
      timestamp: fc.constantFrom(start, start + 86_400_000),
      receivedAt: fc.integer({ min: start, max: start + 5 }),
      index: fc.nat({ max: 3 }),
      value: fc.nat({ max: 9 }),
      way: fc.constantFrom('near' as const, 'lake' as const, 'both' as const),
      isDeclared: fc.boolean(),
    });
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.array(line, { minLength: 1, maxLength: 5 }) },
      { weight: 1, arbitrary: fc.constant('declare' as const) },
      { weight: 2, arbitrary: fc.constant('ask' as const) },
    );
    const check = async (
      steps: (
        | ('declare' | 'ask')
        | {
            eventId: string;
            timestamp: number;
            receivedAt: number;
            index: number;
            value: number;
            way: 'near' | 'lake' | 'both';
            isDeclared: boolean;
          }[]
      )[],
    ): Promise<void> => {
      const one = await open();
      const model = new Map<string, { line: LineParts; value: number }>();
      let declared = false;
      const ask = async (): Promise<void> => {
        const rows = await rowsOf(
          one,
          'select _eventid, timestamp, _received_at, level from pump order by 1, 2',
        ).catch((error: unknown) => {
          if (model.size === 0) return [];
          throw error;
        });
        expect(rows).toEqual(
          [...model.values()]
            .map(({ line: { eventId, timestamp, receivedAt }, value }) => [
              eventId,
              String(timestamp),
              String(receivedAt),
              String(value),
            ])
            .toSorted((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1)),
        );
      };
      try {
        for (const part of steps) {
          if (part === 'ask') await ask();
          else if (part === 'declare') {
            if (!declared) await declare(one, [pump]);
            declared = true;
          } else {
            const made = part.map(({ value, way, isDeclared, ...rest }) => {
              const asDeclared = declared && isDeclared;
              return {
                way,
                value,
                line: aLine({
                  tenant: one.tenant,
                  ...rest,
                  metric: asDeclared ? pump.id : undeclaredMetricId('pump'),
                  fields: asDeclared ? { f1: value } : {},
                  unknown: asDeclared ? {} : { level: ['number', String(value)] },
                }),
              };
            });
            for (const { line: next, value } of made) {
              const key = `${next.eventId} ${next.timestamp}`;
              const known = model.get(key)?.line;
              const order = (l: LineParts) =>
                [l.receivedAt, l.recordId, l.index, l.stagedAt]
                  .map((v) => String(v).padStart(30, '0'))
                  .join(' ');
              if (known === undefined || order(next) > order(known)) model.set(key, { line: next, value });
            }
            const nearLine = made.filter(({ way }) => way !== 'lake').map(({ line: next }) => next);
            const archived = made.filter(({ way }) => way !== 'near').map(({ line: next }) => next);
            if (nearLine.length > 0) toNearLine(one, nearLine);
            if (archived.length > 0) await toLake(one, archived);
          }
        }
        await ask();
      } finally {
        await end(one);
      }
    };
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 7 }), check), { numRuns: 20 });
  });
});
