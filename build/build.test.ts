import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { functionVariables } from '@sluice/core/layout';
import { buildQuery, writeQuery } from './build-query.ts';
import { buildFunction, clientsIn, functionsIn, zipCeiling } from './build-functions.ts';

const root = resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'sluice-build-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The repository's sources in another folder, with the same packages. */
const copyOfRepository = (): string => {
  const copy = join(scratch, 'a', 'deeper', 'checkout');
  for (const folder of ['functions', 'jobs', 'services', 'shared', 'build'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(copy, file));
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@sluice'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@sluice') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const group of ['shared', 'functions', 'jobs', 'services'])
    for (const name of readdirSync(join(root, group)))
      symlinkSync(join(copy, group, name), join(modules, '@sluice', name));
  return copy;
};

const hashFrom = (folder: string, name: string, zone: string): string =>
  execFileSync(process.execPath, [join(folder, 'build/hash-main.ts'), folder, name], {
    env: { PATH: process.env['PATH'] ?? '', TZ: zone },
    encoding: 'utf8',
  }).trim();

/** The SDK clients that each function's adapters call, and no others. */
const clients: Readonly<Record<string, readonly string[]>> = {
  'age-off': ['cloudwatch', 'dynamodb', 's3'],
  'age-off-calls': ['cloudwatch', 'dynamodb', 's3'],
  batch: ['dynamodb', 's3', 'sqs'],
  'batch-split': ['dynamodb', 'firehose', 'kinesis', 's3', 'sqs'],
  books: ['cloudwatch', 'dynamodb', 'redshift-data', 's3'],
  'books-calls': ['cloudwatch', 'dynamodb', 'redshift-data', 's3'],
  count: ['dynamodb'],
  etl: ['dynamodb', 'emr-serverless', 's3'],
  'etl-calls': ['dynamodb', 'lambda', 's3'],
  ingest: ['dynamodb', 'kinesis'],
  meta: ['dynamodb', 'iam', 'lambda'],
  'redshift-load': ['dynamodb', 'redshift-data', 's3'],
  'redshift-load-calls': ['dynamodb', 'redshift-data', 's3'],
  replay: ['cloudwatch', 'dynamodb', 'kinesis', 'lambda', 's3'],
  'scale-streams': ['cloudwatch', 'dynamodb', 'kinesis'],
  'scale-tables': ['cloudwatch', 'dynamodb'],
  schema: ['dynamodb'],
  store: ['dynamodb', 'firehose', 's3'],
  validate: ['dynamodb', 'firehose', 'kinesis'],
};

const names = functionsIn(root);

describe('npm run build', () => {
  it('builds every function that AWS is given, and no other', () => {
    expect(names).toEqual(Object.keys(functionVariables).toSorted());
  });

  it('makes the same bytes in another folder and in three time zones', () => {
    const copy = copyOfRepository();
    const zones = ['UTC', 'America/New_York', 'Asia/Tokyo'];
    for (const name of ['validate', 'query']) {
      const hashes = zones.map((zone) => hashFrom(zone === 'UTC' ? root : copy, name, zone));
      expect(hashes[0], name).toMatch(/^[A-Za-z0-9+/]{43}=$/);
      expect(new Set(hashes).size, name).toBe(1);
    }
  });
});

describe.each(names)('the bundle of %s', (name) => {
  it('is small, has only the clients it calls, and names a missing variable when it starts', async () => {
    const built = await buildFunction(root, name);
    expect(built.zip.length).toBeLessThanOrEqual(zipCeiling);
    expect(clientsIn(built.bundle)).toEqual(clients[name]);
    const module = join(scratch, `${name}.mjs`);
    writeFileSync(module, built.bundle.code);
    const variables = functionVariables[name as keyof typeof functionVariables];
    const start = (given: readonly string[]) =>
      spawnSync(
        process.execPath,
        [
          '-e',
          `import(${JSON.stringify(module)}).then((m) => console.log(typeof m.handler), (e) => { console.error(e.message); process.exitCode = 1; })`,
        ],
        {
          env: { AWS_REGION: 'us-east-1', ...Object.fromEntries(given.map((one) => [one, '1'])) },
          encoding: 'utf8',
        },
      );
    expect(start(variables).stdout).toBe('function\n');
    const refused = start(variables.slice(1));
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain(`the function ${name} needs the environment variable ${variables[0]}`);
  });
});

describe('the zip of the query service', () => {
  const unpacked = join(scratch, 'query');
  const unpack = (zip: Buffer): readonly string[] => {
    mkdirSync(unpacked, { recursive: true });
    writeFileSync(join(scratch, 'query.zip'), zip);
    execFileSync('unzip', ['-qo', join(scratch, 'query.zip'), '-d', unpacked]);
    return readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).toSorted();
  };

  it('has a module for each process, exact versions, and the packages that were to be had', async () => {
    let asked = '';
    const { zip, missing, sha256 } = await buildQuery(root, (manifest) => {
      asked = manifest;
      return { files: { 'node_modules/a/index.js': Buffer.from('a') } };
    });
    expect(missing).toBeUndefined();
    expect(sha256).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(unpack(zip)).toEqual([
      'Procfile',
      'catalogue-main.mjs',
      'engine-main.mjs',
      'main.mjs',
      'node_modules',
      'node_modules/a',
      'node_modules/a/index.js',
      'package.json',
    ]);
    expect(readFileSync(join(unpacked, 'package.json'), 'utf8')).toBe(asked);
    const { dependencies } = JSON.parse(asked) as { dependencies: Readonly<Record<string, string>> };
    expect(Object.keys(dependencies)).toContain('@duckdb/node-bindings-linux-arm64');
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+[\w.-]*$/);
  });

  it('is built without packages where they are not to be had, and says why', async () => {
    const built = await buildQuery(root, () => ({ missing: 'no such version' }));
    expect(built.missing).toBe('no such version');
    writeQuery(scratch, built);
    expect(JSON.parse(readFileSync(join(scratch, 'query.json'), 'utf8'))).toEqual({
      sha256: built.sha256,
      bytes: built.zip.length,
      packages: 'to be installed',
    });
  });

  it('names a missing variable when it starts', async () => {
    unpack((await buildQuery(root, () => ({ missing: 'not asked for' }))).zip);
    symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'));
    const { status, stderr } = spawnSync(process.execPath, [join(unpacked, 'main.mjs')], {
      env: {},
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toContain('the query service needs the environment variables AWS_REGION');
  });
});
