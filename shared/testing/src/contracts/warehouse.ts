import { describe, expect, it } from 'vitest';
import type { BatchProgress, Warehouse, WarehouseRow } from '@sluice/core/ports';
import { anId } from '../factories/directory.ts';

export interface OpenedWarehouse {
  readonly warehouse: Warehouse;
  /** Lets what was submitted come to its end; absent where `submit` does. */
  readonly settle?: () => Promise<void>;
}

type Open = () => Promise<OpenedWarehouse>;

const name = 'a contract';

/** The contract of the Warehouse port, in SQL that every warehouse has. */
export const warehouseContract = (title: string, open: Open, reopen?: Open): void => {
  const aSchema = (): string => `t_${anId().toLowerCase()}`;
  const aToken = (): string => anId();

  const end = async (
    { warehouse, settle }: OpenedWarehouse,
    statements: readonly string[],
    clientToken = aToken(),
  ): Promise<{ readonly id: string; readonly progress: BatchProgress }> => {
    const { id } = await warehouse.submit({ statements, clientToken, name });
    await settle?.();
    return { id, progress: await warehouse.describe(id) };
  };
  const read = async (opened: OpenedWarehouse, sql: string): Promise<object[]> => {
    const { id, progress } = await end(opened, [sql]);
    expect(progress).toEqual({ state: 'finished' });
    const rows = (await opened.warehouse.rows(id, 0)) ?? [];
    return rows.map((row: WarehouseRow) => Object.fromEntries(row));
  };
  const table = async (opened: OpenedWarehouse): Promise<string> => {
    const schema = aSchema();
    const created = await end(opened, [`CREATE SCHEMA ${schema}`, `CREATE TABLE ${schema}.t (a INTEGER)`]);
    expect(created.progress).toEqual({ state: 'finished' });
    return `${schema}.t`;
  };

  describe(`${title}: a batch`, () => {
    it('is done whole, and each statement gives its rows', async () => {
      const opened = await open();
      const t = await table(opened);
      const { id, progress } = await end(opened, [
        `INSERT INTO ${t} VALUES (1), (NULL)`,
        `SELECT a, 'x' AS b FROM ${t} ORDER BY a NULLS LAST`,
        `SELECT COUNT(*) AS n FROM ${t}`,
      ]);
      expect(progress).toEqual({ state: 'finished' });
      const rowsAt = async (at: number) =>
        (await opened.warehouse.rows(id, at))?.map((row) => Object.fromEntries(row));
      expect(await rowsAt(1)).toEqual([
        { a: '1', b: 'x' },
        { a: null, b: 'x' },
      ]);
      expect(await rowsAt(2)).toEqual([{ n: '2' }]);
    });

    it('that fails leaves nothing, and says which statement failed', async () => {
      const opened = await open();
      const t = await table(opened);
      const { progress } = await end(opened, [
        `INSERT INTO ${t} VALUES (1)`,
        `ALTER TABLE ${t} ADD COLUMN b INTEGER`,
        `INSERT INTO ${t}_absent VALUES (1)`,
        `INSERT INTO ${t} VALUES (2)`,
      ]);
      expect(progress).toMatchObject({ state: 'failed', statement: 2 });
      expect(await read(opened, `SELECT * FROM ${t}`)).toEqual([]);
      await end(opened, [`INSERT INTO ${t} VALUES (3)`]);
      expect(await read(opened, `SELECT * FROM ${t}`)).toEqual([{ a: '3' }]);
    });

    it('is run once for a token, however often it is submitted', async () => {
      const opened = await open();
      const t = await table(opened);
      const [token, other] = [aToken(), aToken()];
      const first = await end(opened, [`INSERT INTO ${t} VALUES (1)`], token);
      expect(await end(opened, [`INSERT INTO ${t} VALUES (1)`], token)).toEqual(first);
      await Promise.all([1, 2, 3].map(() => end(opened, [`INSERT INTO ${t} VALUES (2)`], other)));
      expect(await read(opened, `SELECT a FROM ${t} ORDER BY a`)).toEqual([{ a: '1' }, { a: '2' }]);
    });

    it('of another’s token is refused', async () => {
      const opened = await open();
      const t = await table(opened);
      const clientToken = aToken();
      await end(opened, [`INSERT INTO ${t} VALUES (1)`], clientToken);
      const statements = [`INSERT INTO ${t} VALUES (2)`];
      await expect(opened.warehouse.submit({ statements, clientToken, name })).rejects.toMatchObject({
        class: 'ours',
        code: 'TokenReused',
      });
    });

    it.each([
      ['no statement', [], 'a', name],
      ['41 statements', Array<string>(41).fill('SELECT 1'), 'a', name],
      ['a token that is too long', ['SELECT 1'], 'a'.repeat(65), name],
      ['no name', ['SELECT 1'], 'a', ''],
    ])('is refused: %s', async (_, statements, clientToken, of) => {
      const { warehouse } = await open();
      await expect(warehouse.submit({ statements, clientToken, name: of })).rejects.toMatchObject({
        class: 'ours',
        code: 'BadBatch',
      });
    });

    it('that nobody submitted is unknown', async () => {
      const { warehouse } = await open();
      const id = aToken();
      expect(await warehouse.describe(id)).toEqual({ state: 'unknown' });
      expect(await warehouse.rows(id, 0)).toBeUndefined();
    });

    it('has a table, a row and 40 statements at most', async () => {
      const opened = await open();
      const t = await table(opened);
      const statements = Array.from({ length: 40 }, (_, i) => `INSERT INTO ${t} VALUES (${i})`);
      expect((await end(opened, statements)).progress).toEqual({ state: 'finished' });
      expect(await read(opened, `SELECT COUNT(*) AS n, MAX(a) AS most FROM ${t}`)).toEqual([
        { n: '40', most: '39' },
      ]);
    });

    if (reopen === undefined) return;
    it('is there after a restart, and its token is still known', async () => {
      const opened = await open();
      const t = await table(opened);
      const token = aToken();
      const { id } = await end(opened, [`INSERT INTO ${t} VALUES (1)`], token);
      const later = await reopen();
      expect(await later.warehouse.describe(id)).toEqual({ state: 'finished' });
      await end(later, [`INSERT INTO ${t} VALUES (1)`], token);
      expect(await read(later, `SELECT a FROM ${t}`)).toEqual([{ a: '1' }]);
    });
  });
};
