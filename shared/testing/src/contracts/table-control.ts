import { describe, expect, it } from 'vitest';
import type { TableCapacity, TableControl } from '@sluice/core/ports';
import { anId } from '../factories/directory.ts';

/** A service with tables, as far as its tests make them. */
export interface OpenedTables {
  readonly control: TableControl;
  /** Makes a table that is paid per request, and waits until it is there. */
  make(table: string): Promise<void>;
  /** Lets the change that goes on come to its end. */
  settle(table: string): Promise<void>;
  /** Emulators take everything; where this is set, what the service refuses is refused. */
  readonly limits?: { readonly pass: (ms: number) => void };
}

const hourMs = 3_600_000;

/**
 * The contract of the TableControl port.
 * @param open gives the service; the cases may share it, they use tables of their own
 */
export const tableControlContract = (name: string, open: () => Promise<OpenedTables>): void => {
  const made = async () => {
    const opened = await open();
    const table = anId();
    await opened.make(table);
    const look = async (): Promise<TableCapacity> => {
      await opened.settle(table);
      const found = await opened.control.describe(table);
      if (found === undefined) throw new Error(`there is no table ${table}`);
      return found;
    };
    return { ...opened, table, look };
  };
  const limited = async (skip: (why: string) => never) => {
    const { limits, ...rest } = await made();
    return limits === undefined ? skip('emulators have no limits') : { ...rest, limits };
  };

  describe(`${name}: a table`, () => {
    it('is paid per request, then provisioned, changed, and paid per request again', async () => {
      const { control, table, look } = await made();
      const perRequest = {
        status: 'ACTIVE',
        billing: 'PAY_PER_REQUEST',
        throughput: { writes: 0, reads: 0 },
      };
      expect(await look()).toMatchObject(perRequest);
      for (const throughput of [
        { writes: 20, reads: 7 },
        { writes: 40, reads: 7 },
      ]) {
        expect(await control.provision(table, throughput)).toBe('accepted');
        expect(await look()).toMatchObject({ status: 'ACTIVE', billing: 'PROVISIONED', throughput });
      }
      expect(await control.payPerRequest(table)).toBe('accepted');
      expect(await look()).toMatchObject(perRequest);
    });

    it('that is none is not found, and changes of it neither', async () => {
      const { control } = await open();
      const table = anId();
      expect(await control.describe(table)).toBeUndefined();
      expect(await control.provision(table, { writes: 1, reads: 1 })).toBe('not-found');
      expect(await control.payPerRequest(table)).toBe('not-found');
    });
  });

  describe(`${name}: limits of a table`, () => {
    it('one change at a time, of whole units that are something else', async ({ skip }) => {
      const { control, table, look } = await limited(skip);
      expect(await control.provision(table, { writes: 0, reads: 1 })).toBe('invalid');
      expect(await control.provision(table, { writes: 5, reads: 5 })).toBe('accepted');
      expect((await control.describe(table))?.status).toBe('UPDATING');
      expect(await control.provision(table, { writes: 6, reads: 5 })).toBe('in-use');
      expect(await control.payPerRequest(table)).toBe('in-use');
      await look();
      expect(await control.provision(table, { writes: 5, reads: 5 })).toBe('invalid');
    });

    it('four decreases of a day at any time, then one an hour; one that is refused changes nothing', async ({
      skip,
    }) => {
      const { control, table, look, limits } = await limited(skip);
      await control.provision(table, { writes: 50, reads: 50 });
      for (let i = 1; i <= 4; i += 1) {
        expect(await look()).toMatchObject({ decreasesToday: i - 1 });
        expect(await control.provision(table, { writes: 50 - i, reads: 50 })).toBe('accepted');
      }
      const { lastDecreaseAt } = await look();
      expect(await control.provision(table, { writes: 60, reads: 49 })).toBe('limit-exceeded');
      expect(await look()).toMatchObject({ throughput: { writes: 46, reads: 50 }, decreasesToday: 4 });
      limits.pass(hourMs);
      expect(await control.provision(table, { writes: 60, reads: 49 })).toBe('accepted');
      expect(await look()).toMatchObject({
        decreasesToday: 5,
        lastDecreaseAt: (lastDecreaseAt ?? 0) + hourMs,
      });
      limits.pass(24 * hourMs);
      expect(await look()).toMatchObject({ decreasesToday: 0 });
    });

    it('four changes to paying per request in 24 hours', async ({ skip }) => {
      const { control, table, look, limits } = await limited(skip);
      const throughput = { writes: 1, reads: 1 };
      for (let i = 0; i < 4; i += 1) {
        expect(await control.provision(table, throughput)).toBe('accepted');
        await look();
        expect(await control.payPerRequest(table)).toBe('accepted');
        await look();
      }
      await control.provision(table, throughput);
      await look();
      expect(await control.payPerRequest(table)).toBe('limit-exceeded');
      limits.pass(24 * hourMs);
      expect(await control.payPerRequest(table)).toBe('accepted');
    });
  });
};
