import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at, has, startInstanceWorld, type InstanceWorld } from './instance-world.ts';

const version = '42.7.4';

/** The driver from Maven's own folder, fetched into it once if it can be had within a minute. */
const driverJar = (): string | undefined => {
  const jar = join(
    homedir(),
    '.m2/repository/org/postgresql/postgresql',
    version,
    `postgresql-${version}.jar`,
  );
  if (existsSync(jar)) return jar;
  const folder = mkdtempSync(join(tmpdir(), 'sluice-jdbc-'));
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:get';
  spawnSync('mvn', ['-q', goal, `-Dartifact=org.postgresql:postgresql:${version}`], {
    cwd: folder,
    timeout: 60_000,
  });
  rmSync(folder, { recursive: true, force: true });
  if (existsSync(jar)) return jar;
  process.stderr.write(`skipped: the tests with JDBC, whose driver ${version} Maven could not fetch\n`);
  return undefined;
};

const jar = has('java', '-version') ? driverJar() : undefined;

describe.skipIf(jar === undefined)('the JDBC driver', { timeout: 120_000 }, () => {
  let instance: InstanceWorld;
  beforeAll(async () => {
    instance = await startInstanceWorld();
  });
  afterAll(() => instance.world.close());

  const run = (options: string): Promise<string> => {
    const { host, port, user, password } = instance.connection;
    const address = `jdbc:postgresql://${host}:${port}/any?${options}`;
    const program = join(import.meta.dirname, 'jdbc/Driver.java');
    const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C.UTF-8' };
    const args = ['-Dfile.encoding=UTF-8', '-cp', jar ?? '', program, address, user, password];
    return new Promise((resolve) =>
      execFile('java', args, { env }, (_error, out, err) => resolve(out + err)),
    );
  };

  const row = `${at} é🙂 -5 9007199254740993 0.1 1.5E300 true [0, -1]`;
  const number = '45 -12.500 2026-01-02 1999-12-31 23:59:59.123456 null';
  const heard = {
    version: '18',
    schemas: 'true',
    tables: '[all types, loose]',
    columns: '[int8, text, int4, int8, float4, float8, bool, bytea]',
    keys: '[]',
    catalogs: '[sluice, template1]',
    types: 'true',
    procedures: '[]',
    row0: row,
    row7: row,
    number0: number,
    number7: number,
    half: '2',
    paged: String((24_999 * 25_000) / 2 + 2 * 190),
    error: '42703',
    after: '7',
    refused: '42501',
    timeout: '57014',
    valid: 'true',
  };

  it.each([
    'sslmode=disable',
    'sslmode=require',
    'sslmode=require&binaryTransfer=false&preferQueryMode=extendedForPrepared',
    'sslmode=disable&autosave=always',
  ])('with %s: metadata, values in text and in binary, paging, savepoints, time-outs', async (options) => {
    const lines = (await run(options)).trimEnd().split('\n');
    expect(
      Object.fromEntries(lines.map((line) => [line.split('=')[0], line.slice(line.indexOf('=') + 1)])),
    ).toEqual(heard);
  });
});
