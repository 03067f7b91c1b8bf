import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { functionVariables } from '@sluice/core/layout';
import { buildFunction, clientsIn, functionsIn, zipCeiling } from './build-functions.ts';

const root = resolve(import.meta.dirname, '..');
const scratch = mkdtempSync(join(tmpdir(), 'sluice-build-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** The repository's sources in another folder, with the same packages. */
const copyOfRepository = (): string => {
  const copy = join(scratch, 'a', 'deeper', 'checkout');
  for (const folder of ['functions', 'shared', 'build'])
    cpSync(join(root, folder), join(copy, folder), { recursive: true });
  cpSync(join(root, 'package.json'), join(copy, 'package.json'));
  const modules = join(copy, 'node_modules');
  mkdirSync(join(modules, '@sluice'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@sluice') symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const group of ['shared', 'functions'])
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
  count: ['dynamodb'],
  ingest: ['dynamodb', 'kinesis'],
  meta: ['dynamodb', 'iam'],
  replay: ['dynamodb', 'lambda', 's3'],
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
    const hashes = zones.map((zone) => hashFrom(zone === 'UTC' ? root : copy, 'validate', zone));
    expect(hashes[0]).toMatch(/^[A-Za-z0-9+/]{43}=$/);
    expect(new Set(hashes).size).toBe(1);
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
