import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueryService } from './service.ts';
import { ask, askOnce, serviceOver } from './testing/ask.ts';
import { schema, temp } from './testing/metric.ts';
import { tenantA, testStores, type TestStores } from './testing/store.ts';

let stores: TestStores;
const services: QueryService[] = [];
const service = async () => {
  const made = await serviceOver(stores);
  services.push(made);
  return made;
};
beforeEach(() => {
  stores = testStores();
});
afterAll(() => Promise.all(services.map((one) => one.close())));

const endless = 'SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range = -1';

describe('statements', () => {
  it('take parameters as untyped text or of a declared type', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 5, f2: "it's" }), temp({ f1: 6 })]);
    const query = await service();
    expect(
      (await askOnce(query, tenantA, 'SELECT value FROM temp WHERE value = $1 AND place = $2', '5', "it's"))
        .rows,
    ).toEqual([['5']]);
    expect(
      (await askOnce(query, tenantA, 'SELECT count(*) FROM temp WHERE place = $1', "x' OR '1'='1")).rows,
    ).toEqual([['0']]);
    const session = await query.open(tenantA, { keyId: 'K' });
    const statement = await session.prepare('SELECT $1 + $2 AS sum', ['BIGINT', 'BIGINT']);
    expect((await (await statement.execute(['1', '2'])).next(10)).rows).toEqual([['3']]);
    expect((await (await statement.execute(['5', null])).next(10)).rows).toEqual([[null]]);
    await expect(statement.execute(['1'])).rejects.toMatchObject({ sqlstate: '08P01' });
    await session.close();
  });

  it('see what was stored after they were prepared', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 5 })]);
    const session = await (await service()).open(tenantA, { keyId: 'K' });
    const statement = await session.prepare('SELECT count(*) FROM temp');
    expect((await (await statement.execute([])).next(10)).rows).toEqual([['1']]);
    stores.add(tenantA, [temp({ f1: 6 })]);
    expect((await (await statement.execute([])).next(10)).rows).toEqual([['2']]);
    await session.close();
  });

  it('give their rows in the portions asked for', async () => {
    const session = await (await service()).open(tenantA, { keyId: 'K' });
    const cursor = await (await session.prepare('SELECT range AS n FROM range(10000)')).execute([]);
    let seen = 0;
    for (let done = false; !done;) {
      const portion = await cursor.next(777);
      expect(portion.rows.length).toBeLessThanOrEqual(777);
      expect(portion.rows[0]?.[0] ?? String(seen)).toBe(String(seen));
      seen += portion.rows.length;
      done = portion.done;
    }
    expect(seen).toBe(10_000);
    await session.close();
  });

  it('can be cancelled, and run out of time or memory, without harm to the next', async () => {
    const query = await service();
    const session = await query.open(tenantA, { keyId: 'K' });
    const running = ask(session, endless);
    setTimeout(() => session.cancel(), 300);
    await expect(running).rejects.toMatchObject({ sqlstate: '57014', message: /user request/ });
    await ask(session, "SET statement_timeout = '300ms'");
    await expect(ask(session, endless)).rejects.toMatchObject({ sqlstate: '57014', message: /timeout/ });
    await ask(session, 'SET statement_timeout TO DEFAULT');
    await expect(
      ask(session, "SELECT list(repeat('x', 100000)) FROM range(100000000)"),
    ).rejects.toMatchObject({ sqlstate: '53200' });
    expect((await ask(session, 'SELECT 1')).rows).toEqual([['1']]);
    await session.close();
  });

  it('can be cancelled at any moment after they began', async () => {
    const session = await (await service()).open(tenantA, { keyId: 'K' });
    for (const afterMs of [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50]) {
      const running = ask(session, endless);
      setTimeout(() => session.cancel(), afterMs);
      await expect(running).rejects.toMatchObject({ sqlstate: '57014' });
    }
    await session.close();
  });

  it('render values as PostgreSQL does', async () => {
    const sql = `SELECT true AS a, 1.5::FLOAT AS b, 0.1::FLOAT AS c, 1e300 AS d, 'NaN'::DOUBLE AS e, 1.10::DECIMAL(5,2) AS f, DATE '2026-11-23' AS g,
      TIMESTAMP '2026-11-23 03:04:05.678' AS h, '2026-11-23 03:04:05+00'::TIMESTAMPTZ AS i, [1, NULL] AS j, {'k': 'v"'} AS k, sum(9223372036854775807::HUGEINT * 2) AS l,
      TIME '03:04:05' AS m, '\\x00\\xFF'::BLOB AS n, NULL AS o, -0.0::DOUBLE AS p`;
    expect((await askOnce(await service(), tenantA, sql)).rows).toEqual([
      ['t', '1.5', '0.1', '1e+300', 'NaN', '1.10', '2026-11-23', '2026-11-23 03:04:05.678', '2026-11-23 03:04:05+00', '[1,null]', '{"k":"v\\""}', '18446744073709551614', '03:04:05', '\\x00ff', null, '-0'],
    ]); // prettier-ignore
  });

  it('of a session that is closed are refused', async () => {
    const session = await (await service()).open(tenantA, { keyId: 'K' });
    await session.close();
    await expect(session.prepare('SELECT 1')).rejects.toMatchObject({ sqlstate: '57P01' });
  });
});
