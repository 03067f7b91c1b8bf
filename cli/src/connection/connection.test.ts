import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { connectionFor } from './connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-connection-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'sluice.json');
writeFileSync(
  path,
  JSON.stringify({
    http: 'http://127.0.0.1:8080',
    sql: { host: '127.0.0.1', port: 5439 },
    admin: { accessKeyId: 'OPERATOR', secretAccessKey: 'operator-secret' },
  }),
);

const file = { SLUICE_DATA: folder };
const key = { AWS_ACCESS_KEY_ID: 'TENANT', AWS_SECRET_ACCESS_KEY: 'tenant-secret' };
const far = { SLUICE_URL: 'https://events.example/prod/' };
const who = (connection: ReturnType<typeof connectionFor>) =>
  `${connection.credentials.accessKeyId} ${connection.url}`;

describe('connectionFor', () => {
  it('takes the file, with its admin key', () => {
    expect(connectionFor('data', file)).toEqual({
      url: 'http://127.0.0.1:8080',
      region: 'us-east-1',
      credentials: { accessKeyId: 'OPERATOR', secretAccessKey: 'operator-secret' },
      addressFrom: path,
      keyIsOperators: true,
    });
  });

  it("signs data commands with the environment's key, operators' commands never", () => {
    expect(who(connectionFor('data', { ...file, ...key }))).toBe('TENANT http://127.0.0.1:8080');
    expect(who(connectionFor('operator', { ...file, ...key }))).toBe('OPERATOR http://127.0.0.1:8080');
    expect(connectionFor('data', { ...file, ...key }).keyIsOperators).toBe(false);
    expect(connectionFor('operator', file).keyIsOperators).toBe(false);
  });

  it('takes all of the environment when SLUICE_URL is set', () => {
    const env = { ...file, ...far, ...key, SLUICE_REGION: 'eu-west-1', AWS_SESSION_TOKEN: 'token' };
    for (const purpose of ['data', 'operator'] as const)
      expect(connectionFor(purpose, env)).toEqual({
        url: 'https://events.example/prod',
        region: 'eu-west-1',
        credentials: { accessKeyId: 'TENANT', secretAccessKey: 'tenant-secret', sessionToken: 'token' },
        addressFrom: 'SLUICE_URL',
        keyIsOperators: false,
      });
  });

  it('says what is missing', () => {
    expect(() => connectionFor('data', { SLUICE_DATA: join(folder, 'none') })).toThrow('Is Sluice running?');
    expect(() => connectionFor('data', { ...file, ...far })).toThrow(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
    );
    expect(() => connectionFor('data', { ...file, AWS_ACCESS_KEY_ID: 'x' })).toThrow(
      'AWS_SECRET_ACCESS_KEY is not',
    );
    expect(() => connectionFor('data', { ...key, SLUICE_URL: 'localhost:8080' })).toThrow('takes an address');
    const bad = mkdtempSync(join(folder, 'bad-'));
    writeFileSync(join(bad, 'sluice.json'), '{"http":1}');
    expect(() => connectionFor('data', { SLUICE_DATA: bad })).toThrow('lacks an address');
    writeFileSync(join(bad, 'sluice.json'), '{');
    expect(() => connectionFor('data', { SLUICE_DATA: bad })).toThrow('is not JSON');
  });
});
