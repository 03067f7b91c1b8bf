import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayHeaders, type TenantId } from '@sluice/core/layout';
import type { AccessKey } from '@sluice/core/ports';
import { loadOrMakeCertificate } from '@sluice/query';
import { seededRandom } from '@sluice/testing/faults/random';
import { root, startService, startStored, type Service, type Stored } from './query.ts';

/** The query service as it runs on AWS: a process of its own, on emulators that hold rows, asked as the gateway and as psql ask. */
const program = join(root, 'services/query/src/main.ts');

let stored: Stored;
let service: Service;
let [ours, others] = ['' as TenantId, '' as TenantId];
let analyst: AccessKey;
let device: AccessKey;
// As the directory takes ids today; the pool's own have a colon after the region.
const identity = 'us-east-1.0d7c5a5e-1111-4222-8333-444455556666';
let certificate: { readonly key: string; readonly cert: string };

beforeAll(async () => {
  stored = await startStored(seededRandom(7));
  [ours, others] = [await stored.addTenant(), await stored.addTenant()];
  analyst = await stored.addKey(ours, 'analyst');
  device = await stored.addKey(ours, 'device');
  await stored.addKey(others, 'analyst', identity);
  await stored.addRow(ours, '1');
  await stored.addRow(ours, '2', true);
  await stored.addRow(others, '9');
  await stored.publish(ours, '77');
  certificate = await loadOrMakeCertificate(stored.folder);
  await stored.certificates.put('certificate/sql-key.pem', Buffer.from(certificate.key));
  await stored.certificates.put('certificate/sql-cert.pem', Buffer.from(certificate.cert));
  service = await startService(program, stored.environment);
}, 60_000);
afterAll(async () => {
  await service.stop();
  await stored.close();
});

const ask = async (sql: string, headers: Readonly<Record<string, string>>, path = '/v1/query') => {
  const body = JSON.stringify({ sql });
  const answer = await fetch(`${service.rest}${path}`, { method: 'POST', headers, body });
  const text = await answer.text();
  return {
    status: answer.status,
    id: answer.headers.get('x-amzn-requestid'),
    body: JSON.parse(text) as unknown,
  };
};
const by = (user: string) => stored.headers({ userArn: `${stored.arns.user}${user}` });
const levels = 'SELECT level FROM pump ORDER BY level';

describe('REST', () => {
  it.each(['/v1/query', '/query/v1/query'])(
    '%s answers whom the gateway names with the rows of his tenant',
    async (path) => {
      const { status, id, body } = await ask(
        levels,
        stored.headers({ userArn: `${stored.arns.user}${analyst.device}`, requestId: 'Pz3_x=' }),
        path,
      );
      expect([status, body]).toEqual([200, [{ level: '1' }, { level: '2' }]]);
      expect(id).toBe('Pz3_x=');
    },
  );

  it('answers from the lake too, by its log and its files in the bucket', async () => {
    const found = await ask('SELECT level FROM valve', by(analyst.device));
    expect(found).toMatchObject({ status: 200, body: [{ level: '77' }] });
  });

  it('knows a user of the identity pool by his identity', async () => {
    const userArn = `${stored.arns.signedIn}CognitoIdentityCredentials`;
    const headers = stored.headers({ userArn, cognitoIdentityId: identity });
    expect(await ask(levels, headers)).toMatchObject({ status: 200, body: [{ level: '9' }] });
  });

  it('never takes an identity from a client that signs as an IAM user', async () => {
    const headers = { ...by(analyst.device), [gatewayHeaders.identity]: identity };
    expect(await ask(levels, headers)).toMatchObject({ status: 200, body: [{ level: '1' }, { level: '2' }] });
  });

  it.each([
    ['without a principal', () => ({})],
    ['of a user that nobody made', () => by('01JDNOBODY')],
    [
      'of a path that is not ours',
      () => ({ [gatewayHeaders.user]: `arn:aws:iam::123456789012:user/${analyst.device}` }),
    ],
    [
      'of another account',
      () => ({ [gatewayHeaders.user]: `arn:aws:iam::999999999999:user/sluice/dev/${analyst.device}` }),
    ],
    [
      'with two principals',
      () => ({
        [gatewayHeaders.user]: `${stored.arns.user}${analyst.device},${stored.arns.user}${device.device}`,
      }),
    ],
    ['with the identity alone', () => ({ [gatewayHeaders.identity]: identity })],
    ['of a device', () => by(device.device)],
  ])('refuses a request %s with 403', async (_, headers) => {
    const { status, body } = await ask(levels, headers());
    expect(status).toBe(403);
    expect(body).toEqual({
      type: 'Forbidden',
      message: expect.any(String) as string,
      'request-id': expect.any(String) as string,
    });
  });

  it('says what is wrong with a statement, and refuses what reaches for more', async () => {
    expect(await ask('SELEC 1', by(analyst.device))).toMatchObject({ status: 400 });
    expect(await ask("SELECT * FROM read_text('/etc/passwd')", by(analyst.device))).toMatchObject({
      status: 403,
    });
    expect(await ask('SELECT 1', by(analyst.device), '/v1/other')).toMatchObject({ status: 404 });
  });

  it('streams more than a portion of rows, and ends the statement of a client that leaves', async () => {
    const headers = { ...by(analyst.device), accept: 'application/x-ndjson' };
    const body = JSON.stringify({ sql: 'SELECT i FROM range(100000) t(i)' });
    const whole = await fetch(`${service.rest}/v1/query`, { method: 'POST', headers, body });
    expect((await whole.text()).trimEnd().split('\n')).toHaveLength(100_000);
    const left = await fetch(`${service.rest}/v1/query`, { method: 'POST', headers, body });
    await left.body?.cancel();
    expect(await ask('SELECT 1 AS one', by(analyst.device))).toMatchObject({ body: [{ one: 1 }] });
  });

  it('refuses a body beyond the limit, and goes on', async () => {
    const answer = await fetch(`${service.rest}/v1/query`, {
      method: 'POST',
      headers: by(analyst.device),
      body: Buffer.alloc(11 << 20, 32),
    });
    expect(answer.status).toBe(413);
    expect(await ask('SELECT 1 AS one', by(analyst.device))).toMatchObject({ status: 200 });
  });

  it('is healthy, for whoever asks', async () => {
    const answer = await fetch(`${service.rest}/health`);
    expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
  });
});

const connect = async (key: AccessKey, password = key.secret, port = service.sqlPort): Promise<Client> => {
  const client = new Client({
    host: '127.0.0.1',
    port,
    user: key.id,
    password,
    database: 'sluice',
    ssl: { rejectUnauthorized: false },
  });
  await client.connect();
  return client;
};

describe('the Postgres wire', () => {
  it('answers over TLS, with the certificate of the operator', async () => {
    const client = await connect(analyst);
    try {
      expect((await client.query(levels)).rows).toEqual([{ level: '1' }, { level: '2' }]);
      const { connection } = client as unknown as {
        connection: { stream: { getPeerX509Certificate(): X509Certificate } };
      };
      expect(connection.stream.getPeerX509Certificate().fingerprint256).toBe(
        new X509Certificate(certificate.cert).fingerprint256,
      );
    } finally {
      await client.end();
    }
  });

  it('refuses a wrong secret, and a device', async () => {
    await expect(connect(analyst, 'wrong')).rejects.toMatchObject({ code: '28P01' });
    await expect(connect(device)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the zip that Elastic Beanstalk is given', () => {
  it('holds the same service: its children, its catalogue, its rows', async () => {
    const folder = join(stored.folder, 'version');
    // Without its packages, which are those of another platform.
    const modules = ['main.mjs', 'engine-main.mjs', 'catalogue-main.mjs'];
    execFileSync('unzip', ['-q', stored.zip, ...modules, '-d', folder]);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const environment = { ...stored.environment, TMPDIR: folder };
    const version = await startService(join(folder, 'main.mjs'), environment, folder);
    try {
      const client = await connect(analyst, analyst.secret, version.sqlPort);
      expect((await client.query(levels)).rows).toEqual([{ level: '1' }, { level: '2' }]);
      const tables = "SELECT relname FROM pg_catalog.pg_class WHERE relname = 'pump'";
      expect((await client.query(tables)).rows).toEqual([{ relname: 'pump' }]);
      await client.end();
    } finally {
      expect(await version.stop()).toBe(0);
    }
    expect(version.said()).toBe('');
  });
});

describe('the process', () => {
  it('believes no principal from outside the ranges of the gateway', async () => {
    const elsewhere = await startService(program, {
      ...stored.environment,
      GATEWAY_RANGES: '10.0.0.0/28,10.0.0.16/28',
      TMPDIR: join(stored.folder),
    });
    try {
      const headers = by(analyst.device);
      const answer = await fetch(`${elsewhere.rest}/v1/query`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ sql: levels }),
      });
      expect(answer.status).toBe(403);
      expect((await fetch(`${elsewhere.rest}/health`)).status).toBe(200);
    } finally {
      expect(await elsewhere.stop()).toBe(0);
    }
  });

  it('says what it lacks, and ends', async () => {
    const rest = { ...stored.environment, ENGINE_MEGABYTES: '' };
    await expect(startService(program, rest)).rejects.toThrow(
      /ended with 1: .*the query service needs the environment variable ENGINE_MEGABYTES/,
    );
  });

  it('finishes an answer under way when it is told to end', async () => {
    const one = await startService(program, { ...stored.environment, TMPDIR: stored.folder });
    const answer = await fetch(`${one.rest}/v1/query`, {
      method: 'POST',
      headers: { ...by(analyst.device), accept: 'application/x-ndjson' },
      body: JSON.stringify({ sql: 'SELECT i FROM range(300000) t(i)' }),
    });
    const ended = one.stop();
    expect((await answer.text()).trimEnd().split('\n')).toHaveLength(300_000);
    expect(await ended).toBe(0);
  });

  it('ends with 0 on SIGTERM', async () => {
    const one = await startService(program, { ...stored.environment, TMPDIR: stored.folder });
    expect(await one.stop()).toBe(0);
    expect(one.said()).toBe('');
  });
});
