import { Client, type QueryArrayConfig } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, startInstanceWorld, type InstanceWorld } from './instance-world.ts';

let instance: InstanceWorld;
beforeAll(async () => {
  instance = await startInstanceWorld();
}, 60_000);
afterAll(() => instance.world.close(), 60_000);

const withClient = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ ...instance.connection, database: 'any' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** The one row of a query, asked by the extended protocol. */
const row = async (client: Client, text: string, values: readonly unknown[] = []): Promise<unknown[]> => {
  const config: QueryArrayConfig & { readonly queryMode: string } = {
    text,
    values: [...values],
    rowMode: 'array',
    queryMode: 'extended',
  };
  return (await client.query<unknown[]>(config)).rows[0] ?? [];
};

// pg turns every answer to UTF-8 before it reads it, binary ones too: the binary formats are in types.test.ts.
const same: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['(-32768)::smallint', -32_768],
  ['2147483647::int', 2_147_483_647],
  ['9007199254740993::bigint', '9007199254740993'],
  ['(-9223372036854775807)::bigint', '-9223372036854775807'],
  ['1.5::real', 1.5],
  ['(-1e300)::double', -1e300],
  ["'NaN'::double", Number.NaN],
  ["'Infinity'::double", Number.POSITIVE_INFINITY],
  ["'é🙂'", 'é🙂'],
  ["''", ''],
  ["timestamptz '2026-11-23 10:20:30.5+00'", new Date('2026-11-23T10:20:30.5Z')],
];

const nulls = ['boolean', 'smallint', 'int', 'bigint', 'real', 'double', 'decimal(10,2)', 'varchar', 'blob', 'date', 'time', 'timestamp', 'timestamptz']; // prettier-ignore

describe('results', () => {
  it.each(same)('select %s', async (expression, value) => {
    expect(await withClient((client) => row(client, `select ${expression}`))).toEqual([value]);
  });

  it('NULL of each type', async () => {
    const sql = `select ${nulls.map((type) => `null::${type}`).join(', ')}`;
    expect(await withClient((client) => row(client, sql))).toEqual(nulls.map(() => null));
  });

  it('a metric, and its row of NULLs', async () => {
    const sql = 'select * from kinds where timestamp = $1';
    await withClient(async (client) => {
      const bytes = Buffer.from([0, 255]);
      expect(await row(client, sql, [at])).toEqual([
        ...[String(at), 'é🙂', -5, '9007199254740993', 0.1, 1.5e300, true, bytes],
      ]);
      expect(await row(client, sql, [at + 1])).toEqual([String(at + 1), ...Array<null>(7).fill(null)]);
    });
  });
});

it.each([
  ['$1::int + 1', 41, 42],
  ['$1::bigint', '9007199254740993', '9007199254740993'],
  ['$1::double', 0.1, 0.1],
  ['$1::varchar', "it's é", "it's é"],
  ['$1::boolean', true, true],
  ['$1::blob', Buffer.from([0, 255, 92]), Buffer.from([0, 255, 92])],
  ['$1::timestamptz', new Date('2026-11-23T10:20:30.5Z'), new Date('2026-11-23T10:20:30.5Z')],
  ['$1::int', null, null],
  ['$1::varchar', '', ''],
])('a parameter of %s: %s', async (expression, value, wanted) => {
  expect(await withClient((client) => row(client, `select ${expression}`, [value]))).toEqual([wanted]);
});

it('an error has its SQLSTATE and position, and the connection goes on', async () => {
  await withClient(async (client) => {
    await expect(client.query('select nothing from loose')).rejects.toMatchObject({
      code: '42703',
      severity: 'ERROR',
      position: '8',
    });
    await expect(client.query({ name: 'a', text: 'select $1::int', values: ['x'] })).rejects.toMatchObject({
      code: '22P02',
    });
    expect(await row(client, 'select 1')).toEqual([1]);
  });
});

it('a named statement is used again, and several statements give several results', async () => {
  await withClient(async (client) => {
    for (const value of [1, 2, 3])
      expect(
        (await client.query({ name: 'again', text: 'select $1::int as n', values: [value] })).rows,
      ).toEqual([{ n: value }]);
    const results: unknown = await client.query('select 1 as a; begin; commit; select 2 as b');
    expect(results).toMatchObject([
      { command: 'SELECT', rows: [{ a: 1 }] },
      { command: 'BEGIN' },
      { command: 'COMMIT' },
      { command: 'SELECT', rows: [{ b: 2 }] },
    ]);
  });
});

it('COPY is refused through both protocols, and the connection goes on', async () => {
  await withClient(async (client) => {
    await expect(client.query('copy loose from stdin')).rejects.toMatchObject({ code: '42501' });
    await expect(client.query({ text: 'copy loose to stdout', values: [], name: 'c' })).rejects.toMatchObject(
      {
        code: '42501',
      },
    );
    expect(await row(client, 'select 1')).toEqual([1]);
  });
});
