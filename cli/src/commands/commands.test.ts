import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeServer, runCli, temporaryFolder, type Answer, type Asked } from '../testing.fixture.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const serve = async (answer: Answer | ((asked: Asked) => Answer)) => {
  const server = await fakeServer((asked) => (typeof answer === 'function' ? answer(asked) : answer));
  cleanUps.push(server.close);
  return server;
};

const bodyOf = (asked: Asked | undefined): unknown => (asked?.text ? JSON.parse(asked.text) : undefined);

describe('the calls behind the commands', () => {
  const metric = 'schema/metric';
  const field = 'schema/field';
  const cases: [string[], string, unknown][] = [
    [
      ['tenant', 'create', 'a b', '--rate', '10', '--burst', '20'],
      'PUT meta/tenant',
      { name: 'a b', rate: 10, burst: 20 },
    ],
    [['tenant', 'create', 'a', '--rate', 'unlimited'], 'PUT meta/tenant', { name: 'a', rate: 'unlimited' }],
    [['tenant', 'list'], 'GET meta/tenants', undefined],
    [['key', 'create', '--tenant', 'a', '--role', 'device'], 'PUT meta/key', { tenant: 'a', role: 'device' }],
    [['key', 'revoke', 'AK/1'], 'DELETE meta/key?keyId=AK%2F1', undefined],
    [
      ['schema', 'metric', 'create', 'm', '--alias', 'x', '--alias', 'y'],
      `POST ${metric}`,
      { metricName: 'm', aliases: ['x', 'y'] },
    ],
    [['schema', 'metric', 'rename', 'm', 'n'], `PATCH ${metric}`, { metricName: 'm', newDisplayName: 'n' }],
    [['schema', 'metric', 'alias', 'm', 'x'], `PATCH ${metric}`, { metricName: 'm', aliases: ['x'] }],
    [
      ['schema', 'metric', 'alias', 'm', 'x', '--remove'],
      `PATCH ${metric}`,
      { metricName: 'm', removeAliases: ['x'] },
    ],
    [['schema', 'metric', 'delete', 'm'], `DELETE ${metric}`, { metricName: 'm' }],
    [
      ['schema', 'field', 'create', 'm', 'f', 'INTEGER', '--alias', 'g'],
      `POST ${field}`,
      { metricName: 'm', fieldName: 'f', fieldType: 'INTEGER', aliases: ['g'] },
    ],
    [
      ['schema', 'field', 'rename', 'm', 'f', 'g'],
      `PATCH ${field}`,
      { metricName: 'm', fieldName: 'f', newDisplayName: 'g' },
    ],
    [['schema', 'patterns', 'yyyy', 'MM'], 'PATCH schema', { timestampPatterns: ['yyyy', 'MM'] }],
    [['schema', 'patterns', '--metric', 'm'], `PATCH ${metric}`, { metricName: 'm', timestampPatterns: [] }],
    [['schema', 'metric-keys', 'kind'], 'PATCH schema', { metricKeys: ['kind'] }],
    [['schema', 'history', '--json'], 'GET schema/history', undefined],
    [
      ['replay', 'on-failure', '--consumer', 'store', '--dry-run'],
      'POST meta/replay',
      { consumer: 'store', dryRun: true },
    ],
    [['replay', 'on-failure'], 'POST meta/replay', { dryRun: false }],
    [['age-off'], 'POST meta/age-off', { dryRun: false, withoutLake: false }],
    [['age-off', '--dry-run'], 'POST meta/age-off', { dryRun: true, withoutLake: false }],
    [['age-off', '--without-lake', '--yes'], 'POST meta/age-off', { dryRun: false, withoutLake: true }],
  ];

  it.each(cases)('%j asks %s', async (args, expected, body) => {
    const server = await serve({ body: {} });
    const { code } = await runCli(server.url, args);
    expect(code).toBe(0);
    const [asked] = server.asked;
    expect(`${asked?.method ?? ''} ${asked?.target ?? ''}`).toBe(expected.replace(' ', ' /v1/'));
    expect(bodyOf(asked)).toEqual(body);
  });

  it('adds and removes aliases of a field by reading them first', async () => {
    const server = await serve(({ method }) => ({
      body: method === 'GET' ? { name: 'f', aliases: ['a', 'b'] } : {},
    }));
    await runCli(server.url, ['schema', 'field', 'alias', 'm', 'f', 'c', 'a']);
    expect(bodyOf(server.asked[1])).toEqual({ metricName: 'm', fieldName: 'f', aliases: ['a', 'b', 'c'] });
    await runCli(server.url, ['schema', 'field', 'alias', 'm', 'f', 'a', '--remove']);
    expect(bodyOf(server.asked[3])).toEqual({ metricName: 'm', fieldName: 'f', aliases: ['b'] });
    const { code, err } = await runCli(server.url, ['schema', 'field', 'alias', 'm', 'f', 'z', '--remove']);
    expect([code, err]).toEqual([1, 'sluice: "z" is no alias of f; its aliases are a, b\n']);
  });

  it('does not drop what the lake may lack without being told to', async () => {
    const server = await serve({});
    expect(await runCli(server.url, ['age-off', '--without-lake'])).toMatchObject({ code: 2 });
    expect(server.asked).toHaveLength(0);
  });
});

describe('what commands print', () => {
  const minted = { tenant: 'T', apiKey: 'A', accessKeyId: 'ID', secretAccessKey: 'S' };

  it('prints a new tenant as JSON of one line, or for people', async () => {
    const server = await serve({ body: minted });
    expect((await runCli(server.url, ['tenant', 'create', 'a', '--json'])).out).toBe(
      `${JSON.stringify(minted)}\n`,
    );
    const { out } = await runCli(server.url, ['tenant', 'create', 'a']);
    expect(out).toContain('export AWS_ACCESS_KEY_ID=ID\n  export AWS_SECRET_ACCESS_KEY=S\n');
  });

  it('tells what could not be replayed, and fails', async () => {
    const failed = [{ object: 'on-failure/store/a.json', reason: 'it failed again' }];
    const server = await serve({ body: { replayed: 1, objects: ['on-failure/store/b.json'], failed } });
    const { code, out, err } = await runCli(server.url, ['replay', 'on-failure', '--tenant', 'a']);
    expect(bodyOf(server.asked[0])).toEqual({ tenant: 'a', dryRun: false });
    expect([code, out]).toEqual([1, 'on-failure/store/b.json\n1 object replayed\n']);
    expect(err).toContain(
      '1 object could not be replayed and stayed: on-failure/store/a.json: it failed again',
    );
    expect((await runCli(server.url, ['replay', 'on-failure', '--json'])).code).toBe(1);
  });

  const ndjson = '{"name":"a","n":7}\n{"name":"bcd","n":1234}\n';

  it('prints rows as a table, JSON or CSV', async () => {
    const server = await serve(({ headers }) => ({
      body:
        headers.accept === 'application/x-ndjson'
          ? ndjson
          : headers.accept === 'text/csv'
            ? 'name,n\r\na,7\r\n'
            : '[{"n":7}]',
    }));
    const ask = async (...more: string[]) => (await runCli(server.url, ['query', 'SELECT 1', ...more])).out;
    expect(await ask()).toBe(' name | n\n------+------\n a    |    7\n bcd  | 1234\n(2 rows)\n');
    expect(await ask('--format', 'json')).toBe('[{"n":7}]\n');
    expect(await ask('--format', 'csv')).toBe('name,n\r\na,7\r\n');
    expect(bodyOf(server.asked[0])).toEqual({ sql: 'SELECT 1' });
    await runCli(server.url, ['query', '-'], { stdin: 'SELECT 2' });
    expect(bodyOf(server.asked[3])).toEqual({ sql: 'SELECT 2' });
  });

  it('prints tables of more rows than it sizes', async () => {
    const server = await serve({ body: Array.from({ length: 5000 }, (_, i) => `{"n":${i}}\n`).join('') });
    const { out } = await runCli(server.url, ['query', 'x']);
    expect(out.split('\n')).toHaveLength(5004);
    expect(out).toMatch(/\n 4999\n\(5,000 rows\)\n$/);
  });

  it('shows errors with times, cut to a line each', async () => {
    const event = 'x'.repeat(100);
    const row = JSON.stringify({ at: 1_700_000_000_000, kind: 'malformed', code: 'C', reason: 'r', event });
    const server = await serve({ body: `${row}\n` });
    const { out } = await runCli(server.url, ['errors', 'list', '--limit', '5']);
    expect(out).toContain('2023-11-14T22:13:20.000Z');
    expect(out).toContain(`${'x'.repeat(59)}…`);
    expect(server.asked[0]?.text).toContain('LIMIT 5');
  });

  const hour = {
    tenant: 'T',
    hour: '2026-11-23T05',
    accepted: 10,
    stored: 7,
    rejected: 1,
    duplicate: 1,
    corrected: 0,
    inFlight: 1,
  };

  it('exits 0 on balanced books', async () => {
    const server = await serve({ body: { balanced: true, hours: [hour] } });
    const { code, out } = await runCli(server.url, ['books', '--tenant', 'a b']);
    expect(code).toBe(0);
    expect(out).toMatch(/\| gap\n/);
    expect(out).toMatch(/balanced\n$/);
    expect(server.asked[0]?.target).toBe('/v1/meta/books?tenant=a%20b');
  });

  it('exits 1 on a gap and shows it, with --json too', async () => {
    const books = { balanced: false, hours: [{ ...hour, stored: 5 }] };
    const server = await serve({ body: books });
    const { code, err } = await runCli(server.url, ['books']);
    expect(code).toBe(1);
    expect(err).toContain('T 2026-11-23T05: 2');
    const json = await runCli(server.url, ['books', '--json']);
    expect([json.code, json.out]).toEqual([1, `${JSON.stringify(books)}\n`]);
  });

  const rows = {
    tenant: 'T',
    metric: 'm_1',
    name: 'pump',
    hour: hour.hour,
    upstream: 7,
    held: 7,
    inFlight: 0,
    replaced: 0,
    missing: 0,
    extra: 0,
  };

  it('asks for lake and warehouse, and has a verdict for each line', async () => {
    const later = { ...rows, hour: '2026-11-23T06', held: 5, inFlight: 2 };
    const server = await serve({
      body: { balanced: true, hours: [hour], lake: [rows, later], warehouse: [rows] },
    });
    const { code, out } = await runCli(server.url, ['books', '--depth', 'warehouse']);
    expect(server.asked[0]?.target).toBe('/v1/meta/books?depth=warehouse');
    expect(code).toBe(0);
    expect(out).toMatch(/T +\| pump +\| 2026-11-23T05 \| +7 \| +7 \| +0 \| +0 \| +0 \| +0 \| ok\n/);
    expect(out).toMatch(/\| on its way\n/);
    expect(out).toMatch(/ lake \| warehouse \|/);
    expect((await runCli(server.url, ['books', '--depth', 'moon'])).code).toBe(2);
    await runCli(server.url, ['books', '--since', '24h']);
    expect(server.asked[1]?.target).toMatch(
      /^\/v1\/meta\/books\?since=\d{4}-\d\d-\d\dT\d\d%3A\d\d%3A\d\d\.\d{3}Z$/,
    );
    expect((await runCli(server.url, ['books', '--since', 'yesterday'])).code).toBe(2);
  });

  it('names what is missing in the lake, and what is too much in the warehouse', async () => {
    const lake = { ...rows, held: 6, missing: 1, sample: { missing: ['R1:0'], extra: [] } };
    const warehouse = { ...rows, held: 8, extra: 1, sample: { missing: [], extra: ['R2:3'] } };
    const server = await serve({
      body: { balanced: false, hours: [hour], lake: [lake], warehouse: [warehouse] },
    });
    const { code, out, err } = await runCli(server.url, ['books', '--depth', 'warehouse']);
    expect(code).toBe(1);
    expect(out).toContain('lake, T pump 2026-11-23T05: 1 missing, among them R1:0\n');
    expect(out).toContain('warehouse, T pump 2026-11-23T05: 1 extra, among them R2:3\n');
    expect(out).toMatch(/\| MISSING\n[\s\S]*\| EXTRA\n/);
    expect(err).toBe('sluice: the books do not balance; lake: 1 gap; warehouse: 1 gap\n');
  });
});

describe('failures', () => {
  it('are one line on stderr, with the reason and the request id', async () => {
    const body = { type: 'Bad Request', message: 'no such column\nLINE 1: x\n        ^', 'request-id': 'R1' };
    const server = await serve({ status: 400, body });
    expect(await runCli(server.url, ['query', 'x'])).toMatchObject({
      code: 1,
      out: '',
      err: 'sluice: no such column LINE 1: x ^ (400 Bad Request, request R1)\n',
    });
  });

  it('tell which key was refused, also when a gateway answers', async () => {
    const server = await serve({ status: 403, body: '{"message":"Forbidden"}' });
    expect((await runCli(server.url, ['tenant', 'list'])).err).toBe(
      'sluice: Forbidden (403 Forbidden, key KEY, request R1)\n',
    );
  });

  it('tell that a question about data was asked as the operator, for want of a key', async () => {
    const folder = temporaryFolder();
    const env = {
      SLUICE_URL: '',
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      SLUICE_DATA: folder.path,
    };
    const ask = async (args: readonly string[], status: number, message: string) => {
      const server = await serve({ status, body: { message, type: 'T' } });
      const admin = { accessKeyId: 'OPERATOR', secretAccessKey: 'secret' };
      writeFileSync(join(folder.path, 'sluice.json'), JSON.stringify({ http: server.url, admin }));
      return (await runCli('', args, { env })).err;
    };
    cleanUps.push(folder.remove);
    const hint =
      '; it was asked as the operator, by the key of sluice.json: for a tenant set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY\n';
    const unknown = 'relation "pump" does not exist (SQLSTATE 42P01, position 15)';
    expect(await ask(['query', 'SELECT 1 FROM pump'], 400, unknown)).toBe(
      `sluice: ${unknown} (400 T, request R1)${hint}`,
    );
    expect(await ask(['schema', 'show', 'pump'], 404, 'no metric')).toContain(hint);
    expect(await ask(['schema', 'proposals'], 403, 'it takes admin')).toContain(hint);
    expect(await ask(['query', 'SELEC'], 400, 'a syntax error')).not.toContain(hint);
    expect(await ask(['tenant', 'list'], 403, 'no')).not.toContain(hint);
  });

  it('tell that nothing listens', async () => {
    const server = await fakeServer(() => ({}));
    server.close();
    const { code, err } = await runCli(server.url, ['books']);
    expect(code).toBe(1);
    expect(err).toBe(
      `sluice: nothing listens at ${server.url} (address from SLUICE_URL). Is Sluice running? Start it with npm start\n`,
    );
  });

  it('tell that an answer broke off in its middle', async () => {
    const server = await serve({ headers: { 'content-length': '1000' }, body: '{"n":1}\n' });
    setTimeout(server.close, 300);
    const { code, err } = await runCli(server.url, ['query', 'x']);
    expect(code).toBe(1);
    expect(err).toContain('the answer broke off: it is not complete');
  });

  it.each([
    [['qery', 'x'], "unknown command 'qery' (Did you mean query?); --help tells what there is"],
    [['books', '--all'], "unknown option '--all'; --help tells what there is"],
    [['tenant', 'create'], "missing required argument 'name'; --help tells what there is"],
    [['replay', 'onfailure'], /^sluice: too many arguments .*; --help tells what there is\n$/],
  ])('tell where help is: %j', async (args, message) => {
    const { code, err } = await runCli('http://x', args);
    expect(code).toBe(2);
    if (typeof message === 'string') expect(err).toBe(`sluice: ${message}\n`);
    else expect(err).toMatch(message);
  });

  it('ask for help with 0, and misuse ends with 2', async () => {
    expect(await runCli('http://x', ['--help'])).toMatchObject({ code: 0, err: '' });
    expect(await runCli('http://x', ['send', '--help'])).toMatchObject({ code: 0 });
    for (const args of [
      [],
      ['tenant'],
      ['key', 'create', '--tenant', 'a'],
      ['query', 'x', '--format', 'xml'],
    ])
      expect(await runCli('http://x', args)).toMatchObject({ code: 2 });
  });
});
