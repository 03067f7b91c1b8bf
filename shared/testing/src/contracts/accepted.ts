import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TenantId } from '@sluice/core/layout';
import type { AcceptedLedger, Tally } from '@sluice/core/ports';
import { aTally } from '../factories/books.ts';
import { anHour } from '../factories/chunks.ts';
import { aTenantId } from '../factories/directory.ts';

type Open = () => Promise<AcceptedLedger>;

const byId = (a: Tally, b: Tally): number => (a.recordId < b.recordId ? -1 : 1);

const recordsOf = async (ledger: AcceptedLedger, tenant: TenantId): Promise<readonly Tally[]> =>
  (await Array.fromAsync(ledger.records(tenant))).sort(byId);

/**
 * The contract of the AcceptedLedger port.
 * @param open gives a ledger; the cases may share it, they use tenants of their own
 * @param reopen gives the data of the ledger opened last, as another life would find it; absent when they end with the process
 */
export const acceptedContract = (name: string, open: Open, reopen?: Open): void => {
  describe(`${name}: accepted records`, () => {
    countingCases(open);
    repeatCases(open);
    if (reopen === undefined) return;
    it('are there after a restart', async () => {
      const ledger = await open();
      const tenant = aTenantId();
      const tallies = [aTally(tenant), aTally(tenant, { events: 500 })];
      await ledger.add(tallies);
      expect(await recordsOf(await reopen(), tenant)).toEqual(tallies);
    });
  });
};

const countingCases = (open: Open): void => {
  it('come back whole, of the tenant asked for and no other', async () => {
    const ledger = await open();
    const [mine, theirs] = [aTenantId(), aTenantId()];
    const tallies = [
      aTally(mine, { events: 500 }),
      aTally(mine, { receivedAt: anHour + 3_599_999 }),
      aTally(mine, { receivedAt: anHour + 3_600_000, events: 7 }),
    ];
    const others = [aTally(theirs, { events: 2 })];
    await ledger.add([...tallies, ...others]);
    expect(await recordsOf(ledger, mine)).toEqual(tallies);
    expect(await recordsOf(ledger, theirs)).toEqual(others);
    expect(await recordsOf(ledger, aTenantId())).toEqual([]);
  });

  it('come back from a time on, the moment itself too', async () => {
    const ledger = await open();
    const tenant = aTenantId();
    const since = anHour + 90_000;
    const tallies = [anHour, since - 1, since, anHour + 3_599_999, anHour + 3_600_000].map((receivedAt) =>
      aTally(tenant, { receivedAt }),
    );
    await ledger.add(tallies);
    const late = (await Array.fromAsync(ledger.records(tenant, since))).sort(byId);
    expect(late).toEqual(tallies.slice(2));
    expect(await Array.fromAsync(ledger.records(tenant, anHour + 7_200_000))).toEqual([]);
  });

  it('may be none, and may be many in one call and in many', async () => {
    const ledger = await open();
    await ledger.add([]);
    const tenant = aTenantId();
    const tallies = Array.from({ length: 12_000 }, (_, i) =>
      aTally(tenant, { receivedAt: anHour + i, events: 1 + (i % 500) }),
    );
    await ledger.add(tallies.slice(0, 10_000));
    for (let i = 10_000; i < tallies.length; i += 200) await ledger.add(tallies.slice(i, i + 200));
    expect(await recordsOf(ledger, tenant)).toEqual(tallies);
  });

  it('stand many writers at once', async () => {
    const ledger = await open();
    const tenant = aTenantId();
    const tallies = Array.from({ length: 100 }, () => aTally(tenant));
    const batches = Array.from({ length: 20 }, (_, i) => tallies.slice(i * 5, i * 5 + 5));
    await Promise.all(batches.map((batch) => ledger.add(batch)));
    expect(await recordsOf(ledger, tenant)).toEqual(tallies);
  });
};

const repeatCases = (open: Open): void => {
  it('are counted once, however often they are added, in any order', async () => {
    const ledger = await open();
    const tenant = aTenantId();
    const tallies = [aTally(tenant), aTally(tenant, { events: 3 }), aTally(tenant, { events: 5 })];
    await ledger.add(tallies);
    await ledger.add(tallies);
    await ledger.add([...tallies].reverse());
    await ledger.add([...tallies.slice(0, 1), ...tallies.slice(0, 1)]);
    expect(await recordsOf(ledger, tenant)).toEqual(tallies);
  });

  it('are counted once when batches are cut differently on retry, for any cut', async () => {
    const ledger = await open();
    const cut = fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 20 }));
    const check = async (cuts: readonly (readonly [number, number])[]): Promise<void> => {
      const tenant = aTenantId();
      const tallies = Array.from({ length: 20 }, (_, i) =>
        // Ten minutes apart: four hours, so that cuts cross them.
        aTally(tenant, { receivedAt: anHour + i * 600_000, events: i + 1 }),
      );
      const added = new Set<Tally>();
      for (const [first, length] of cuts) {
        const batch = tallies.slice(first, first + length);
        for (const tally of batch) added.add(tally);
        await ledger.add(batch);
      }
      expect(await recordsOf(ledger, tenant)).toEqual(tallies.filter((tally) => added.has(tally)));
    };
    await fc.assert(fc.asyncProperty(fc.array(cut, { maxLength: 6 }), check), { numRuns: 20 });
  });
};
