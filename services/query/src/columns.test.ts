import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueryService } from './service.ts';
import { askOnce, serviceOver } from './testing/ask.ts';
import { field, metric, schema, temp } from './testing/metric.ts';
import { startTime, tenantA, testStores, undeclared, type TestStores } from './testing/store.ts';

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

const rows = async (query: QueryService, sql: string, tenant = tenantA) =>
  (await askOnce(query, tenant, sql)).rows;

describe('a declared metric', () => {
  it('shows timestamp first, then the fields by display name, typed', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 5, f2: 'oslo' }, { timestamp: startTime })]);
    const found = await askOnce(await service(), tenantA, 'SELECT * FROM temp');
    expect(found).toEqual({
      names: ['timestamp', 'value', 'place'],
      types: ['int8', 'int4', 'text'],
      rows: [[String(startTime), '5', 'oslo']],
    });
  });

  it('takes a value from the first alias found among unknown fields, cast by the rules of values', async () => {
    const types = ['INTEGER', 'LONG', 'FLOAT', 'DOUBLE', 'BOOLEAN', 'BINARY', 'STRING'] as const;
    stores.setSchema(
      tenantA,
      schema({ fields: types.map((type, i) => field(i + 1, `c${i}`, type, `alias${i}`)) }),
    );
    const good = ['+12', '-9007199254740993', '1.5', '1e3', 'TRUE', 'aGk=', 'x'];
    const bad = ['1.0', '99999999999999999999', 'abc', 'NaN', 'yes', 'a!', ''];
    for (const texts of [good, bad])
      stores.add(tenantA, [
        temp({}, { unknown: Object.fromEntries(texts.map((text, i) => [`alias${i}`, text])) }),
      ]);
    expect(await rows(await service(), 'SELECT * EXCLUDE (timestamp) FROM temp ORDER BY timestamp')).toEqual([
      ['12', '-9007199254740993', '1.5', '1000', 't', '\\x6869', 'x'],
      [null, null, null, null, null, null, ''],
    ]);
  });

  it('prefers the typed value, then the display name, then aliases in order', async () => {
    stores.setSchema(tenantA, schema());
    const at = (n: number) => ({ timestamp: startTime + n });
    stores.add(tenantA, [
      temp({ f1: 1 }, { ...at(0), unknown: { val: '2' } }),
      temp({}, { ...at(1), unknown: { v: '3', val: '2' } }),
      temp({}, { ...at(2), unknown: { v: '3', val: '2', value: '1' } }),
    ]);
    expect(await rows(await service(), 'SELECT value FROM temp ORDER BY timestamp')).toEqual([
      ['1'],
      ['2'],
      ['1'],
    ]);
  });

  it('keeps the digits of a LONG beyond 2^53 and the bytes of a BINARY', async () => {
    stores.setSchema(tenantA, schema({ fields: [field(1, 'big', 'LONG'), field(2, 'raw', 'BINARY')] }));
    stores.add(tenantA, [temp({ f1: '9223372036854775807', f2: 'AP8=' })]);
    expect(await rows(await service(), 'SELECT big, raw FROM temp')).toEqual([
      ['9223372036854775807', '\\x00ff'],
    ]);
  });

  it('shows what was sent before it was declared, under all its names', async () => {
    stores.add(tenantA, [
      undeclared('old', { value: '7', place: 'bergen' }),
      undeclared('temp', { val: '8' }),
    ]);
    const query = await service();
    expect(await rows(query, 'SELECT value FROM old')).toEqual([['7']]);
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 9 })]);
    for (const name of ['temp', 'old', '"old"', 'TEMP'])
      expect(await rows(query, `SELECT sum(value), count(*) FROM ${name}`)).toEqual([['24', '3']]);
  });

  it('gets a column for a field declared later without losing what came before', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 1 }, { unknown: { extra: '41' } })]);
    const query = await service();
    expect(await rows(query, 'SELECT extra FROM temp')).toEqual([['41']]);
    stores.setSchema(tenantA, schema({ fields: [...metric().fields, field(3, 'extra', 'INTEGER')] }));
    stores.add(tenantA, [temp({ f1: 2, f3: 1 })]);
    expect((await askOnce(query, tenantA, 'SELECT sum(extra) FROM temp')).rows).toEqual([['42']]);
    expect(stores.chunks.calls.read).toBe(2);
  });
});

describe('columns that are there when named', () => {
  it('are the event, its arrival, its metric as sent and the unknown fields', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [
      temp({ f1: 1 }, { timestamp: startTime, eventId: 'me', as: 'old', unknown: { City: 'oslo', n: '1' } }),
    ]);
    const query = await service();
    expect(
      await rows(
        query,
        'SELECT _eventid, _received_at, _metric_name, _unknown, city, "City", _unknown[\'n\'] FROM temp',
      ),
    ).toEqual([['me', String(startTime + 1000), 'old', '{"City":"oslo","n":"1"}', 'oslo', 'oslo', '1']]);
    expect((await askOnce(query, tenantA, 'SELECT *, city FROM temp')).names).toEqual([
      'timestamp',
      'value',
      'place',
      'City',
    ]);
    expect((await askOnce(query, tenantA, 'SELECT t.* FROM temp t WHERE _eventid = \'me\' AND city IS NOT NULL')).names).toEqual([
      'timestamp', 'value', 'place',
    ]); // prettier-ignore
    await expect(rows(query, 'SELECT "CITY" FROM temp')).rejects.toMatchObject({
      sqlstate: '42703',
      position: 8,
    });
    await expect(rows(query, 'SELECT nothing FROM temp')).rejects.toMatchObject({
      sqlstate: '42703',
      position: 8,
    });
  });

  it('give way to declared fields and to the names of the statement', async () => {
    stores.setSchema(tenantA, schema());
    stores.add(tenantA, [temp({ f1: 1, f2: 'x' }, { unknown: { total: 'unknown', city: 'oslo' } })]);
    const query = await service();
    expect(await rows(query, 'SELECT total FROM (SELECT value + 1 AS total FROM temp)')).toEqual([['2']]);
    expect(
      await rows(query, 'SELECT upper(city) AS city, count(*) FROM temp GROUP BY city ORDER BY city'),
    ).toEqual([['OSLO', '1']]);
    expect(
      await rows(
        query,
        'WITH c AS (SELECT city, value FROM temp) SELECT c.city FROM c JOIN temp t ON t.value = c.value',
      ),
    ).toEqual([['oslo']]);
  });

  it('win over a declared field of the same name, which stays in _unknown', async () => {
    stores.setSchema(tenantA, schema({ fields: [field(1, '_eventid', 'INTEGER'), field(2, 'a', 'STRING')] }));
    stores.add(tenantA, [temp({ f1: 7, f2: 'x' }, { eventId: 'me' })]);
    const query = await service();
    expect((await askOnce(query, tenantA, 'SELECT * FROM temp')).names).toEqual(['timestamp', 'a']);
    expect(await rows(query, "SELECT _eventid, _unknown['_eventid'] FROM temp")).toEqual([['me', '7']]);
  });
});

describe('names', () => {
  it('that differ only in case stay apart', async () => {
    stores.setSchema(tenantA, schema({ fields: [field(1, 'A', 'INTEGER'), field(2, 'a', 'STRING')] }));
    stores.add(tenantA, [temp({ f1: 1, f2: 'low' })]);
    const query = await service();
    expect(await askOnce(query, tenantA, 'SELECT *, "A", "a", A, a FROM temp')).toMatchObject({
      names: ['timestamp', 'A', 'a', 'A', 'a', 'A', 'a'],
      rows: [[expect.anything(), '1', 'low', '1', 'low', '1', 'low']],
    });
    expect(await rows(query, 'SELECT x."a" FROM (SELECT "A", "a" FROM temp) x WHERE "A" = 1')).toEqual([
      ['low'],
    ]);
  });

  it('that two columns fit without regard to case are refused unless written exactly', async () => {
    stores.setSchema(tenantA, schema({ fields: [field(1, 'Ab', 'INTEGER'), field(2, 'aB', 'STRING')] }));
    stores.add(tenantA, [temp({ f1: 1 })]);
    await expect(rows(await service(), 'SELECT ab FROM temp')).rejects.toMatchObject({ sqlstate: '42702' });
  });
});

describe('an undeclared metric', () => {
  it('is a table of text columns under its sent name', async () => {
    stores.add(tenantA, [
      undeclared('raw', { b: '2', a: '1' }, { timestamp: startTime }),
      undeclared('raw', { c: 'x' }, { timestamp: startTime + 1 }),
    ]);
    expect(await askOnce(await service(), tenantA, 'SELECT * FROM Raw ORDER BY timestamp')).toEqual({
      names: ['timestamp', 'a', 'b', 'c'],
      types: ['int8', 'text', 'text', 'text'],
      rows: [
        [String(startTime), '1', '2', null],
        [String(startTime + 1), null, null, 'x'],
      ],
    });
  });

  it('gets a column as soon as an event brings one', async () => {
    stores.add(tenantA, [undeclared('raw', { a: '1' })]);
    const query = await service();
    expect((await askOnce(query, tenantA, 'SELECT * FROM raw')).names).toEqual(['timestamp', 'a']);
    stores.add(tenantA, [undeclared('raw', { b: '1' })]);
    expect((await askOnce(query, tenantA, 'SELECT * FROM raw')).names).toEqual(['timestamp', 'a', 'b']);
  });
});
