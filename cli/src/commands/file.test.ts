import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeServer, runCli, temporaryFolder, type Answer, type Asked } from '../testing.fixture.ts';

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const serve = async (answer: (asked: Asked) => Answer) => {
  const server = await fakeServer(answer);
  cleanUps.push(server.close);
  return server;
};

const aFile = (text: string, name = 'pumps.csv'): string => {
  const folder = temporaryFolder();
  cleanUps.push(folder.remove);
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
};

const status = {
  file: 'pumps.csv',
  state: 'done',
  receivedAt: 1_700_000_000_000,
  events: { read: 3, stored: 3, rejected: 0, duplicate: 0 },
  errors: [] as object[],
};
const refused = {
  ...status,
  events: { read: 3, stored: 2, rejected: 1, duplicate: 0 },
  errors: [{ line: 2, code: 'BadJson', message: 'a quote that\nnever closes' }],
};

describe('sluice file upload', () => {
  it('streams the file, signed over its hash, under the end of its path', async () => {
    const server = await serve(() => ({ body: status }));
    const text = 'a,b\n1,2\n';
    const { code, out } = await runCli(server.url, ['file', 'upload', aFile(text)]);
    expect([code, out]).toEqual([
      0,
      '8 bytes uploaded as pumps.csv; `sluice file status pumps.csv` tells how far it is\n',
    ]);
    const [asked] = server.asked;
    expect([asked?.method, asked?.target, asked?.text]).toEqual([
      'PUT',
      '/v1/batch/upload/data/pumps.csv',
      text,
    ]);
    expect(asked?.headers).toMatchObject({
      'content-length': '8',
      'x-amz-content-sha256': createHash('sha256').update(text).digest('hex'),
      authorization: expect.stringContaining('x-amz-content-sha256') as string,
    });
  });

  it('asks an address for a large one, and puts it there; without one it sends it itself', async () => {
    const large = 'x'.repeat(4_000_001);
    const bucket = await serve(() => ({}));
    const gateway = await serve(({ target }) =>
      target === '/v1/batch/upload/address' ? { body: { url: `${bucket.url}/a?b=c`, expiresAt: 1 } } : {},
    );
    const path = aFile(large);
    expect(await runCli(gateway.url, ['file', 'upload', path, '--name', 'other'])).toMatchObject({ code: 0 });
    expect(gateway.asked.map(({ method, text }) => [method, text])).toEqual([['POST', '{"file":"other"}']]);
    expect(bucket.asked.map(({ method, target, text }) => [method, target, text.length])).toEqual([
      ['PUT', '/a?b=c', large.length],
    ]);
    expect(bucket.asked[0]?.headers).not.toHaveProperty('authorization');
    const machine = await serve(({ target }) => ({ status: target.endsWith('address') ? 404 : 200 }));
    expect(await runCli(machine.url, ['file', 'upload', path])).toMatchObject({ code: 0 });
    expect(machine.asked.map(({ target, text }) => [target, text.length])).toEqual([
      ['/v1/batch/upload/address', 20],
      ['/v1/batch/upload/data/pumps.csv', large.length],
    ]);
  });

  it('waits until the file is split, and fails when a line was refused', async () => {
    let asked = 0;
    const server = await serve(({ method }) =>
      method === 'PUT' ? {} : { body: ++asked < 3 ? { ...status, state: 'splitting' } : refused },
    );
    const { code, out, err, waits } = await runCli(server.url, ['file', 'upload', aFile('x'), '--wait']);
    expect([code, waits]).toEqual([1, [200, 500]]);
    expect(out).toMatch(/pumps\.csv \| done +\| 2023-11-14T22:13:20\.000Z \| +3 \| +2 \| +1 \| +0\n/);
    expect(out).toMatch(/\nline 2: BadJson: a quote that\\nnever closes\n$/);
    expect(err).toBe('sluice: 1 of its lines is not stored\n');
  });

  it('tells what the server, the bucket or the disk says', async () => {
    const server = await serve(() => ({
      status: 413,
      body: { type: 'Payload Too Large', message: 'too large' },
    }));
    expect((await runCli(server.url, ['file', 'upload', aFile('x')])).err).toBe(
      'sluice: too large (413 Payload Too Large, request R1)\n',
    );
    const bucket = await serve(() => ({ status: 403, body: '<Error>expired</Error>' }));
    const gateway = await serve(() => ({ body: { url: `${bucket.url}/a` } }));
    expect((await runCli(gateway.url, ['file', 'upload', aFile('x'.repeat(4_000_001))])).err).toMatch(
      /did not take the file \(403\): <Error>expired/,
    );
    expect((await runCli(server.url, ['file', 'upload', '/no/such/file'])).err).toBe(
      'sluice: there is no file /no/such/file\n',
    );
    expect((await runCli(server.url, ['file', 'upload', import.meta.dirname])).err).toBe(
      `sluice: ${import.meta.dirname} is no file; name a file\n`,
    );
    const named = await runCli(server.url, ['file', 'upload', aFile('x', 'a b.csv')]);
    expect(named).toMatchObject({ code: 2, err: expect.stringContaining('--name') as string });
  });
});

describe('sluice file status', () => {
  it('shows the counts, with --json all of it', async () => {
    const server = await serve(() => ({ body: status }));
    const { code, out } = await runCli(server.url, ['file', 'status', 'pumps.csv']);
    expect([code, out.split('\n').length]).toEqual([0, 4]);
    expect(server.asked[0]?.target).toBe('/v1/batch/status/pumps.csv');
    const json = await runCli(server.url, ['file', 'status', 'pumps.csv', '--json']);
    expect(json.out).toBe(`${JSON.stringify(status)}\n`);
  });

  it('asks nothing for a name that no file can have', async () => {
    const server = await serve(() => ({ body: status }));
    const { code, err } = await runCli(server.url, ['file', 'status', './pumps.csv']);
    expect([code, server.asked]).toEqual([2, []]);
    expect(err).toMatch(/^sluice: "\.\/pumps\.csv" cannot be the name of a file: .* first\n$/);
  });

  it('fails for a file that failed, and tells why', async () => {
    const errors = [{ line: 0, code: 'FileGone', message: 'it is not there' }];
    const server = await serve(() => ({ body: { ...status, state: 'failed', errors } }));
    const { code, out, err } = await runCli(server.url, ['file', 'status', 'pumps.csv']);
    expect(code).toBe(1);
    expect(out).toMatch(/\nFileGone: it is not there\n$/);
    expect(err).toMatch(/could not be read to its end/);
  });
});
