import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TenantId } from '@sluice/core/layout';
import type { SealedCounts, SealedEvents, SealedHour } from '@sluice/core/ports';
import { aTenantId, anId } from '../factories/directory.ts';

type Open = () => Promise<SealedCounts>;

/** Each sealed event, once, as text. */
const eventsOf = async (store: SealedCounts, tenant: TenantId): Promise<string[]> => {
  const found = new Set<string>();
  for await (const { table, tenant: owner, hour, events } of store.hours(tenant)) {
    expect(owner).toBe(tenant);
    for (const { recordId, fate, runs } of events)
      for (const [first, last] of runs)
        for (let index = first; index <= last; index++)
          found.add(`${table} ${hour} ${recordId}:${index} ${fate}`);
  }
  return [...found].sort();
};

const rowsOf = async (store: SealedCounts, tenant: TenantId): Promise<number> =>
  (await Array.fromAsync(store.hours(tenant))).length;

const anHourOf = (overrides: Partial<SealedHour> = {}): SealedHour => ({
  table: '2026-w30',
  tenant: aTenantId(),
  hour: '2026-07-20T03',
  events: [{ recordId: anId(), fate: 'stored', runs: [[0, 2]] }],
  ...overrides,
});

/**
 * The contract of the SealedCounts port.
 * @param open gives a store; the cases may share it, they use tenants of their own
 * @param reopen gives the data of the store opened last, as another life would find it; absent when they end with the process
 */
export const sealedCountsContract = (name: string, open: Open, reopen?: Open): void => {
  describe(`${name}: sealed hours`, () => {
    it('come back with every run and fate, of the tenant asked for and no other', async () => {
      const store = await open();
      const tenant = aTenantId();
      const events: SealedEvents[] = [
        {
          recordId: 'A',
          fate: 'stored',
          runs: [
            [0, 1],
            [3, 3],
            [498, 499],
          ],
        },
        { recordId: 'A', fate: 'duplicate', runs: [[2, 2]] },
        { recordId: 'B', fate: 'corrected', runs: [[0, 0]] },
        { recordId: 'C', fate: 'rejected', runs: [[7, 9]] },
      ];
      await store.seal([
        anHourOf({ tenant, events }),
        anHourOf(),
        anHourOf({ tenant, hour: '2026-07-20T04', events: events.slice(2, 3) }),
      ]);
      expect(await eventsOf(store, tenant)).toEqual(
        [
          ...[0, 1, 3, 498, 499].map((index) => `2026-w30 2026-07-20T03 A:${index} stored`),
          '2026-w30 2026-07-20T03 A:2 duplicate',
          '2026-w30 2026-07-20T03 B:0 corrected',
          ...[7, 8, 9].map((index) => `2026-w30 2026-07-20T03 C:${index} rejected`),
          '2026-w30 2026-07-20T04 B:0 corrected',
        ].sort(),
      );
      expect(await eventsOf(store, aTenantId())).toEqual([]);
    });

    it('sealed again are the same, with other events have both', async () => {
      const store = await open();
      const hour = anHourOf();
      await store.seal([hour]);
      await store.seal([hour]);
      expect(await rowsOf(store, hour.tenant)).toBe(1);
      const before = await eventsOf(store, hour.tenant);
      const more = { ...hour, events: [{ recordId: 'later', fate: 'stored', runs: [[0, 0]] }] } as const;
      await store.seal([more]);
      expect(await eventsOf(store, hour.tenant)).toEqual(
        [...before, `${hour.table} ${hour.hour} later:0 stored`].sort(),
      );
    });

    it('may be none, and may be large', async () => {
      const store = await open();
      await store.seal([]);
      const tenant = aTenantId();
      const events = Array.from(
        { length: 5_000 },
        () => ({ recordId: anId(), fate: 'stored', runs: [[0, 3]] }) as const,
      );
      await store.seal([anHourOf({ tenant, events })]);
      expect(await eventsOf(store, tenant)).toHaveLength(20_000);
    });

    it('agree with what was sealed, for any sealing', async () => {
      const store = await open();
      const event = fc.record({
        recordId: fc.constantFrom('R1', 'R2', 'R3'),
        fate: fc.constantFrom(
          'stored' as const,
          'duplicate' as const,
          'corrected' as const,
          'rejected' as const,
        ),
        first: fc.nat({ max: 600 }),
        length: fc.nat({ max: 40 }),
      });
      const hour = fc.record({
        table: fc.constantFrom('2026-w30', '2026-w31', 'late'),
        hour: fc.constantFrom('2026-07-20T03', '2026-07-20T04'),
        events: fc.array(event, { minLength: 1, maxLength: 5 }),
      });
      const check = async (
        sealings: {
          table: string;
          hour: string;
          events: { recordId: string; fate: SealedEvents['fate']; first: number; length: number }[];
        }[],
      ) => {
        const tenant = aTenantId();
        const expected = new Set<string>();
        for (const { table, hour, events } of sealings) {
          for (const { recordId, fate, first, length } of events)
            for (let index = first; index <= first + length; index++)
              expected.add(`${table} ${hour} ${recordId}:${index} ${fate}`);
          await store.seal([
            {
              table,
              tenant,
              hour,
              events: events.map(({ recordId, fate, first, length }) => ({
                recordId,
                fate,
                runs: [[first, first + length]] as const,
              })),
            },
          ]);
        }
        expect(await eventsOf(store, tenant)).toEqual([...expected].sort());
      };
      await fc.assert(fc.asyncProperty(fc.array(hour, { maxLength: 5 }), check), { numRuns: 20 });
    });

    if (reopen === undefined) return;
    it('are there after a restart', async () => {
      const store = await open();
      const hour = anHourOf();
      await store.seal([hour]);
      const before = await eventsOf(store, hour.tenant);
      expect(before).toHaveLength(3);
      expect(await eventsOf(await reopen(), hour.tenant)).toEqual(before);
    });
  });
};
