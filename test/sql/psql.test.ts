import { execFile } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, has, startInstanceWorld, type InstanceWorld } from './instance-world.ts';

interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe.skipIf(!has('psql', '--version'))('psql', { timeout: 60_000 }, () => {
  let instance: InstanceWorld;
  beforeAll(async () => {
    instance = await startInstanceWorld();
  });
  afterAll(() => instance.world.close());

  /** Runs psql without the settings of the user; each of `commands` as its own `-c`. */
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> => {
    const { host, port, user, password } = instance.connection;
    const login = {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: 'any',
    };
    return new Promise((resolve) => {
      const options = { env: { PATH: process.env['PATH'] ?? '', ...login, ...env }, maxBuffer: 100_000_000 };
      execFile('psql', ['-X', ...args], options, (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      );
    });
  };
  const psql = (...commands: readonly string[]): Promise<Said> =>
    run(['-At', '-v', 'VERBOSITY=verbose', ...commands.flatMap((command) => ['-c', command])]);
  const lines = async (...commands: readonly string[]): Promise<string[]> => {
    const { out, err } = await psql(...commands);
    expect(err).toBe('');
    return out.trimEnd().split('\n');
  };

  it('connects in clear and inside TLS, and \\conninfo says how', async () => {
    expect((await run(['-c', '\\conninfo'], { PGSSLMODE: 'require' })).out).toMatch(
      /as user "SL.*SSL connection \(protocol: TLSv1\.3/s,
    );
    const clear = await run(['-c', '\\conninfo'], { PGSSLMODE: 'disable' });
    expect(clear.out).toContain('You are connected to database "any"');
    expect(clear.out).not.toContain('SSL');
    const wrong = await run(['-c', 'select 1'], { PGPASSWORD: 'wrong' });
    expect([wrong.code, wrong.err]).toEqual([
      2,
      expect.stringContaining('password authentication failed for user'),
    ]);
  });

  it('\\d, \\dt, \\d of a table, \\dn show the tables of the tenant', async () => {
    const tables = ['public|all types|table|postgres', 'public|loose|table|postgres'];
    expect(await lines('\\d')).toEqual(tables);
    expect(await lines('\\dt')).toEqual(tables);
    expect(await lines('\\dt errors.*')).toEqual(['errors|stream|table|postgres']);
    expect((await lines('\\d "all types"')).map((line) => line.split('|').slice(0, 2).join(' '))).toEqual([
      'timestamp bigint', 'string text', 'integer integer', 'long bigint', 'float real', 'double double precision', 'boolean boolean', 'binary bytea',
    ]); // prettier-ignore
    expect((await lines('\\dn')).map((line) => line.split('|')[0])).toEqual(['errors', 'public']);
    expect((await psql('\\d nothing')).err).toContain('Did not find any relation named "nothing"');
  });

  // psql 15 and 16 ask `\l` and `\dO` for columns that PostgreSQL renamed in 17, the version of the catalogue.
  it('\\l lists the database', async () => {
    expect(await lines('\\l')).toContainEqual(expect.stringMatching(/^sluice\|postgres\|UTF8\|/));
    await lines('\\l+');
  });

  it.each(
    `\\dO \\dC \\du \\df \\dv \\di \\ds \\dm \\dT \\dp \\z \\db \\dx \\dt+ \\d+ \\dn+ \\do \\dD \\dF \\dy \\dL \\des \\dew \\deu \\det \\ddp \\dX \\dA \\dc \\dd
    \\dRp \\dRs \\drds \\dE \\dP \\encoding \\sf+`
      .split(/\s+/)
      .filter((command) => command !== '\\sf+'),
  )('%s is answered', async (command) => {
    const { err } = await psql(command);
    expect(err.replace(/^Did not find any.*\n$/, '')).toBe('');
  });

  it('SELECT of all types', async () => {
    expect(await lines('select * from "all types" order by timestamp')).toEqual([
      `${at}|é🙂|-5|9007199254740993|0.1|1.5e+300|t|\\x00ff`,
      `${at + 1}|||||||`,
    ]);
    expect(
      await lines(`select 1.50::decimal(10,2), date '2026-01-02', timestamp '2026-01-02 03:04:05.678', timestamptz '2026-01-02 03:04:05+00', time '10:00',
        170141183460469231731687303715884105727::hugeint, [1, null], {'a': 'ø'}, uuid '00000000-0000-0000-0000-000000000001', 'nan'::double, null`),
    ).toEqual([
      `1.50|2026-01-02|2026-01-02 03:04:05.678|2026-01-02 03:04:05+00|10:00:00|170141183460469231731687303715884105727|[1,null]|{"a":"ø"}|00000000-0000-0000-0000-000000000001|NaN|`,
    ]);
  });

  it.each([
    ['selec 1', '42601', 'LINE 1: selec 1\n        ^'],
    ['select * from nothing', '42P01', 'LINE 1: select * from nothing\n                      ^'],
    ['select 1;  select nope from loose', '42703', '  select nope from loose\n                          ^'],
    ["select '🙂', nope from loose", '42703', "LINE 1: select '🙂', nope from loose\n                    "],
    ["select cast('x' as int)", '22P02', ''],
    ['create table t (a int)', '42501', 'LINE 1: create'],
    ['copy loose to stdout', '42501', 'only SELECT is allowed'],
    ['copy loose from stdin', '42501', 'only SELECT is allowed'],
    ["\\copy loose to '/dev/null'", '42501', 'only SELECT is allowed'],
    ["select * from read_text('/etc/passwd')", '42501', 'LINE 1: select * from read_text'],
    ["select lo_import('/etc/passwd')", '42501', ''],
    ['set role postgres', '42501', 'LINE 1: set role'],
  ])('%s fails with %s, and shows where', async (sql, sqlstate, shown) => {
    const { code, err } = await psql(sql);
    expect(err).toContain(`ERROR:  ${sqlstate}: `);
    expect(err).toContain(shown);
    expect(code).toBe(1);
  });

  it('several statements in one query are answered in order, up to the first that fails', async () => {
    expect(await lines("select 1; select 'two'; select 3")).toEqual(['1', 'two', '3']);
    const { out, err } = await psql('select 1; select nope; select 3');
    expect([out, err]).toEqual(['1\n', expect.stringContaining('42703')]);
  });

  it('transactions are taken as read only, savepoints too', async () => {
    const said = [
      'begin',
      'select 1',
      'savepoint a',
      'selec',
      'select 2',
      'rollback to a',
      'select 3',
      'commit',
      'select 4',
    ];
    const { out, err } = await psql(...said);
    expect(out.split('\n')).toEqual(['BEGIN', '1', 'SAVEPOINT', 'ROLLBACK', '3', 'COMMIT', '4', '']);
    expect(err).toContain('42601');
    expect(err).toContain('25P02: current transaction is aborted');
    expect(await lines('begin', 'show transaction_read_only', 'rollback')).toEqual([
      'BEGIN',
      'on',
      'ROLLBACK',
    ]);
  });

  it('a statement time-out of the session, by SET and by PGOPTIONS', async () => {
    const long = 'select count(*) from range(100000000000) a(n) where n % 7 = 3';
    expect((await psql("set statement_timeout = '50ms'", long)).err).toContain(
      '57014: canceling statement due to statement timeout',
    );
    const { err } = await run(['-At', '-v', 'VERBOSITY=verbose', '-c', long], {
      PGOPTIONS: '-c statement_timeout=50ms',
    });
    expect(err).toContain('57014');
  });

  it('a long result comes whole', async () => {
    const { out } = await psql("select n, repeat('x', 100) from range(100000) t(n)");
    expect(out.split('\n').length).toBe(100_001);
  });
});
