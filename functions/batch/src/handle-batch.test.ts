import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  contentHash,
  fileIdOf,
  fileKey,
  FileStates,
  proofKey,
  type FileBytes,
  type FileJob,
} from '@sluice/core/files';
import type { Role } from '@sluice/core/ports';
import { aKey, anId, aTenant } from '@sluice/testing/factories/directory';
import { anHttpEvent } from '@sluice/testing/factories/http-event';
import { memoryDirectory } from '@sluice/testing/memory/directory';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { handleBatch, type BatchServices } from './index.ts';

const now = 1_790_000_000_000;
const reader = 'arn:aws:iam::000000000000:role/sluice-dev-batch-split';

/** Buckets by name: keys that are there; a bucket that is not in it lets nobody read. */
const bucketsOf = (buckets: Readonly<Record<string, readonly string[]>>): FileBytes => ({
  head: async (source) => {
    const keys = source.kind === 'bucket' ? buckets[source.bucket] : undefined;
    if (keys === undefined) return 'denied';
    return keys.includes(source.key) ? { size: 1, version: 'v' } : 'absent';
  },
  read: async function* () {},
});

const aDesk = async (overrides: Partial<BatchServices> = {}) => {
  const directory = memoryDirectory();
  const objects = memoryObjectStore();
  const states = new FileStates(memoryStateStore());
  const jobs: FileJob[] = [];
  const services: BatchServices = {
    directory,
    states,
    objects,
    jobs: { send: async (job) => void jobs.push(job) },
    clock: { now: () => now },
    newUlid: anId,
    maxBytes: 1_000,
    ...overrides,
  };
  const aSide = async () => {
    const tenant = aTenant();
    await directory.createTenant(tenant);
    const as = (role: Role) => {
      const key = aKey({ tenant: tenant.id, role });
      const added = directory.addKey(key, 2);
      return async (call: string, body?: unknown, headers: Readonly<Record<string, string>> = {}) => {
        await added;
        const sent = anHttpEvent(key, call, Buffer.isBuffer(body) ? body.toString('base64') : body);
        const event = { ...sent, headers: { ...headers }, isBase64Encoded: Buffer.isBuffer(body) };
        const answer = await handleBatch(event, services);
        return { status: answer.statusCode, body: JSON.parse(answer.body) as Record<string, unknown> };
      };
    };
    return { tenant, as, call: as('admin') };
  };
  return { services, states, objects, jobs, aSide, ...(await aSide()) };
};

const line = '{"metrictype":"m","timestamp":1}';
const idOf = (tenant: Parameters<typeof fileIdOf>[0], content: string | Buffer) =>
  fileIdOf(tenant, contentHash(Buffer.from(content)), 'ndjson');
const nothing = { read: 0, stored: 0, rejected: 0, duplicate: 0 };

describe('PUT batch/upload/data/{file}', () => {
  it('keeps the file under the id of its content, and has it split', async () => {
    const { call, tenant, objects, jobs } = await aDesk();
    const status = { file: 'a.ndjson', state: 'splitting', receivedAt: now, events: nothing, errors: [] };
    expect(await call('PUT /v1/batch/upload/data/a.ndjson', line)).toEqual({ status: 200, body: status });
    const id = idOf(tenant.id, line);
    expect(Buffer.from((await objects.get(fileKey(tenant.id, id))) ?? []).toString()).toBe(line);
    expect(jobs).toEqual([{ tenant: tenant.id, id }]);
    expect(await call('GET /batch/v1/batch/status/a.ndjson')).toEqual({ status: 200, body: status });
  });

  it('takes bytes of any kind, and keeps a compressed body as it is', async () => {
    const { call, tenant, objects, jobs } = await aDesk();
    const packed = gzipSync(line);
    for (const headers of [{}, { 'content-encoding': 'gzip' }])
      expect((await call('PUT /v1/batch/upload/data/a.ndjson', packed, headers)).status).toBe(200);
    const id = idOf(tenant.id, packed);
    expect(await objects.get(fileKey(tenant.id, id))).toEqual(Uint8Array.from(packed));
    expect(jobs).toEqual([
      { tenant: tenant.id, id },
      { tenant: tenant.id, id },
    ]);
  });

  it('again, when it is done, changes nothing; when it failed, it is split further', async () => {
    const { call, tenant, states, jobs, services } = await aDesk();
    const puts: string[] = [];
    const objects = { ...services.objects, put: async (key: string) => void puts.push(key) };
    Object.assign(services, { objects });
    await call('PUT /v1/batch/upload/data/a.ndjson', line);
    const id = idOf(tenant.id, line);
    const { document } = await states.split(tenant.id, id);
    if (document === undefined) throw new Error('it is not there');
    const counts = { read: 1, stored: 1, rejected: 0 };
    await states.putSplit(tenant.id, 1, { ...document, state: 'done', counts });
    const { body } = await call('PUT /v1/batch/upload/data/b.ndjson', line);
    expect(body).toMatchObject({ file: 'b.ndjson', state: 'done', events: { stored: 0, duplicate: 1 } });
    expect([puts.length, jobs.length]).toEqual([1, 1]);
    const failure = { code: 'FileGone', reason: 'it is gone' };
    await states.putSplit(tenant.id, 2, { ...document, state: 'failed', counts, failure });
    expect((await call('GET /v1/batch/status/a.ndjson')).body).toMatchObject({
      state: 'failed',
      errors: [{ line: 1, code: 'FileGone', message: 'it is gone' }],
    });
    await call('PUT /v1/batch/upload/data/a.ndjson', line);
    expect([puts.length, jobs.length]).toEqual([2, 2]);
    expect((await call('GET /v1/batch/status/a.ndjson')).body).toMatchObject({
      state: 'splitting',
      events: { stored: 1 },
      errors: [],
    });
  });

  it('gives a name to the last file that was sent under it', async () => {
    const { call } = await aDesk();
    await call('PUT /v1/batch/upload/data/a.ndjson', line);
    await call('PUT /v1/batch/upload/data/a.ndjson', `${line}\n${line}`);
    expect((await call('GET /v1/batch/status/a.ndjson')).status).toBe(200);
  });

  it.each([
    [
      'a body that is too large',
      'a.json',
      'x'.repeat(1_001),
      {},
      413,
      /larger than the 1000 bytes.*in parts/,
    ],
    ['an unknown coding', 'a.json', '', { 'content-encoding': 'br' }, 400, /content-encoding br/],
    ['no gzip', 'a.json', '[]', { 'content-encoding': 'gzip' }, 400, /not gzip/],
    ['no name', '', '[]', {}, 400, /is no such name/],
    ['a name that is a path', '..', '[]', {}, 400, /is no such name/],
    ['a long name', 'a'.repeat(201), '[]', {}, 400, /is no such name/],
    ['an escaped name', 'a%2Fb', '[]', {}, 400, /is no such name/],
    ['a path', 'a/b', '[]', {}, 404, /no such call/],
  ])('refuses %s', async (_, file, body, headers, status, message) => {
    const { call, jobs } = await aDesk();
    const answer = await call(`PUT /v1/batch/upload/data/${file}`, body, headers);
    expect(answer).toMatchObject({ status, body: { message: expect.stringMatching(message) as string } });
    expect(jobs).toEqual([]);
  });

  it('is away when a store is, and done again without harm', async () => {
    const desk = await aDesk();
    const { jobs } = desk.services;
    Object.assign(desk.services, { jobs: { send: () => Promise.reject(new Error('away')) } });
    await expect(desk.call('PUT /v1/batch/upload/data/a.ndjson', line)).rejects.toThrow('away');
    Object.assign(desk.services, { jobs });
    expect((await desk.call('PUT /v1/batch/upload/data/a.ndjson', line)).body).toMatchObject({
      state: 'splitting',
    });
    expect(desk.jobs).toHaveLength(1);
  });
});

describe('POST batch/upload/address', () => {
  const address = {
    addressFor: async (key: string) => ({ url: `https://x.test/${key}`, expiresAt: now + 1 }),
  };

  it('gives an address; what is put there has the name', async () => {
    const { call, tenant, states } = await aDesk({ address });
    const { status, body } = await call('POST /v1/batch/upload/address', { file: 'a.csv' });
    expect([status, Object.keys(body)]).toEqual([200, ['url', 'expiresAt']]);
    const upload = String(body['url']).split('/').at(-1) ?? '';
    expect(String(body['url'])).toContain(`files/tenant=${tenant.id}/${upload}`);
    expect(await states.uploadName(tenant.id, upload)).toBe('a.csv');
    expect((await call('GET /v1/batch/status/a.csv')).body).toEqual({
      file: 'a.csv',
      state: 'expected',
      receivedAt: null,
      events: nothing,
      errors: [],
    });
    expect(await Array.fromAsync(states.unfinished(tenant.id))).toEqual([]);
  });

  it('is no call where there are no addresses, and takes a name', async () => {
    const { call } = await aDesk();
    expect((await call('POST /v1/batch/upload/address', { file: 'a.csv' })).status).toBe(404);
    const desk = await aDesk({ address });
    for (const body of [{}, { file: '../x' }, { name: 'a' }, [], 'x'])
      expect((await desk.call('POST /v1/batch/upload/address', body)).status).toBe(400);
  });
});

describe('a file in a bucket', () => {
  const filePath = 's3://their-bucket/some/events ü.csv.gz';

  it('is identified and split under the name that the answer tells', async () => {
    const desk = await aDesk();
    const files = bucketsOf({ 'their-bucket': ['some/events ü.csv.gz', proofKey(desk.tenant.id)] });
    Object.assign(desk.services, { buckets: { files, reader } });
    const { call, tenant, jobs, states } = desk;
    await call('PUT /v1/batch/buckets', { buckets: ['their-bucket', 'their-bucket'] });
    expect((await call('GET /v1/batch/buckets')).body).toEqual({ buckets: ['their-bucket'] });
    const { status, body } = await call('POST /v1/batch/upload/file', { filePath });
    expect([status, body['state']]).toEqual([200, 'received']);
    expect(body['file']).toMatch(/^[0-9A-Z]{26}$/);
    expect(jobs).toEqual([{ tenant: tenant.id, file: body['file'] }]);
    expect((await call('POST /v1/batch/upload/file', { filePath })).body['file']).toBe(body['file']);
    expect((await call('POST /v1/batch/upload/file', { filePath, file: 'x' })).body['file']).toBe('x');
    const { document } = await states.named(tenant.id, 'x');
    const key = 'some/events ü.csv.gz';
    expect(document).toMatchObject({ told: 'csv', source: { kind: 'bucket', bucket: 'their-bucket', key } });
    expect(await Array.fromAsync(states.unfinished(tenant.id))).toHaveLength(2);
  });

  it('says what to set before it is read', async () => {
    const proofs: Record<string, readonly string[]> = { open: ['x'], foreign: ['x'] };
    const desk = await aDesk({ buckets: { files: bucketsOf(proofs), reader } });
    const { call, tenant, jobs } = desk;
    const messageOf = async (path: string) => {
      const { status, body } = await call('POST /v1/batch/upload/file', { filePath: path });
      return `${status} ${String(body['message'])}`;
    };
    expect(await messageOf('s3://open/x')).toBe(
      '403 the bucket open is not registered: add it with PUT batch/buckets',
    );
    await call('PUT /v1/batch/buckets', { buckets: ['open', 'closed', 'foreign'] });
    const closed = await messageOf('s3://closed/x');
    expect(closed).toMatch(/^403 the bucket closed does not let Sluice read; set its policy to \{/);
    expect(JSON.parse(closed.slice(closed.indexOf('{')))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: reader },
          Action: 's3:GetObject',
          Resource: 'arn:aws:s3:::closed/*',
        },
        {
          Effect: 'Allow',
          Principal: { AWS: reader },
          Action: 's3:ListBucket',
          Resource: 'arn:aws:s3:::closed',
        },
      ],
    });
    // Another tenant's bucket trusts us as well: only who may write to it can show that it is its own.
    proofs['foreign'] = ['x', proofKey((await desk.aSide()).tenant.id)];
    expect(await messageOf('s3://foreign/x')).toBe(
      `403 the bucket foreign is not shown to be yours: put an empty object sluice-tenant-${tenant.id} into it`,
    );
    proofs['open'] = ['x', proofKey(tenant.id)];
    expect(await messageOf('s3://open/y')).toBe('404 there is no object "y" in open');
    expect(jobs).toEqual([]);
  });

  it.each([
    's3://b',
    's3://their-bucket/',
    'file:///etc/passwd',
    'https://their-bucket/x',
    's3://Their/x',
    '',
  ])('%j is no path', async (path) => {
    const { call } = await aDesk({ buckets: { files: bucketsOf({}), reader } });
    expect((await call('POST /v1/batch/upload/file', { filePath: path })).status).toBe(400);
  });

  it.each([
    undefined,
    '[]',
    { buckets: 'a' },
    { buckets: [1] },
    { buckets: ['A_b'] },
    { buckets: ['abc'], x: 1 },
  ])('%j is no list of buckets', async (body) => {
    const { call } = await aDesk();
    expect((await call('PUT /v1/batch/buckets', body)).status).toBe(400);
  });

  it('is not read where there are no buckets', async () => {
    const { call } = await aDesk();
    const { status, body } = await call('POST /v1/batch/upload/file', { filePath });
    expect([status, body['message']]).toEqual([400, expect.stringMatching(/reads no buckets/)]);
  });
});

describe('who may', () => {
  it.each<[string, unknown, readonly Role[]]>([
    ['PUT /v1/batch/upload/data/a.json', '[]', ['device', 'admin', 'operator']],
    ['GET /v1/batch/status/a.json', undefined, ['device', 'admin', 'operator', 'analyst']],
    ['PUT /v1/batch/buckets', { buckets: [] }, ['admin', 'operator']],
    ['GET /v1/batch/buckets', undefined, ['device', 'admin', 'operator', 'analyst']],
  ])('%s', async (call, body, allowed) => {
    const desk = await aDesk();
    await desk.call('PUT /v1/batch/upload/data/a.json', '[]');
    for (const role of ['device', 'admin', 'operator', 'analyst'] as const)
      expect([role, (await desk.as(role)(call, body)).status]).toEqual([
        role,
        allowed.includes(role) ? 200 : 403,
      ]);
  });

  it("sees its own tenant's files alone", async () => {
    const desk = await aDesk();
    await desk.call('PUT /v1/batch/upload/data/a.ndjson', line);
    const other = await desk.aSide();
    expect((await other.call('GET /v1/batch/status/a.ndjson')).status).toBe(404);
    await other.call('PUT /v1/batch/upload/data/a.ndjson', line);
    expect(new Set(desk.jobs.map((job) => JSON.stringify(job))).size).toBe(2);
  });

  it.each([
    'PUT /v1/batch/nothing',
    'GET /v1/batch/upload/data/a',
    'POST /v1/batch/status/a',
    'PUT /v1/batch',
  ])('%s is no call', async (call) => {
    const { status, body } = await (await aDesk()).call(call);
    expect([status, body['message']]).toEqual([404, `no such call: ${call}`]);
  });
});
