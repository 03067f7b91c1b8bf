import { CreateBucketCommand, GetObjectTaggingCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { archiveLineBytes } from '@sluice/core/lake';
import { clientSettings } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { startMoto } from '../testing/moto.ts';
import { answer, RewritingHandler } from '../testing/service-faults.ts';
import { inLakeTag } from './s3-staged-archive.ts';
import { s3EngineFiles, s3StagedArchive } from './index.ts';

const moto = await startMoto('the staged archive on S3');
const settings = {
  ...clientSettings({ answerMs: 30_000 }),
  ...onEmulator(moto?.port ?? 1),
  forcePathStyle: true,
};
const client = new S3Client(settings);
const bucket = 'archive';
const archive = s3StagedArchive({ client, bucket });
afterAll(async () => {
  settings.requestHandler.destroy();
  await moto?.close();
});

const put = async (name: string, Body: Uint8Array): Promise<string> => {
  const key = `archive/staged/2026/11/23/10/${name}`;
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
  return key;
};
const whole = gzipSync('{"v":1}\n');

describe.skipIf(moto === undefined)('the staged archive on S3, on moto', () => {
  beforeAll(async () => {
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
  });

  it('tells what was not read, in the order of the keys, and nothing of other stages', async () => {
    const [b, a] = [await put('b.gz', whole), await put('a.gz', Buffer.concat([whole, whole]))];
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'archive/raw/x.gz', Body: whole }));
    const slices = await Array.fromAsync(archive.unread({}));
    expect(slices).toEqual([
      { key: a, from: 0, to: 2 * whole.length },
      { key: b, from: 0, to: whole.length },
    ]);
    expect(await Array.fromAsync(archive.unread({ [a]: 2 * whole.length }))).toEqual(slices.slice(1));
    const { paths } = await archive.open(slices);
    expect(paths).toEqual([`s3://archive/${a}`, `s3://archive/${b}`]);
  });

  it('tells of each object that cannot be read to its end why', async () => {
    const two = Buffer.concat([whole, whole]);
    const damageOf = async (name: string, body: Uint8Array, to = body.length) =>
      archive.damage({ key: await put(name, body), from: 0, to });
    expect(await damageOf('well.gz', two)).toBeUndefined();
    expect(await damageOf('torn.gz', two.subarray(0, two.length - 5))).toMatch(/ends before its end/);
    expect(await damageOf('text.gz', Buffer.from('no gzip'))).toMatch(/cannot be decompressed/);
    expect(await damageOf('short.gz', whole, whole.length + 1)).toMatch(/it has \d+ bytes, and had/);
    const line = gzipSync('x'.repeat(archiveLineBytes + 1));
    expect(await damageOf('line.gz', line)).toBe(`a line of it is longer than ${archiveLineBytes} bytes`);
    expect(await archive.damage({ key: 'archive/staged/none.gz', from: 0, to: 1 })).toBe('it is gone');
  });

  it('refuses an object that has grown since it was read, so that it holds up no other', async () => {
    const key = await put('grown.gz', Buffer.concat([whole, whole]));
    const slices = await Array.fromAsync(archive.unread({ [key]: whole.length }));
    const slice = slices.find((one) => one.key === key);
    expect(slice).toMatchObject({ from: whole.length });
    expect(slice && (await archive.damage(slice))).toMatch(/it has \d+ bytes, and had \d+ when it was read/);
  });

  it('marks what the lake has, again and of objects that are gone too', async () => {
    const key = await put('mark.gz', whole);
    await archive.markRead([{ key }, { key: 'archive/staged/gone.gz' }]);
    await archive.markRead([{ key }]);
    const { TagSet } = await client.send(new GetObjectTaggingCommand({ Bucket: bucket, Key: key }));
    expect(TagSet).toEqual([inLakeTag]);
  });
});

it('an object of which a part was read cannot have grown: nothing is guessed', () => {
  expect(() => archive.open([{ key: 'archive/staged/a', from: 1, to: 2 }])).toThrow('a has grown since');
});

it('S3 that is away is no damage', async () => {
  const away = s3StagedArchive({
    bucket,
    client: new S3Client({
      ...settings,
      maxAttempts: 1,
      requestHandler: new RewritingHandler(() => Promise.resolve(answer(503, '', 'application/xml'))),
    }),
  });
  await expect(away.damage({ key: 'a', from: 0, to: 1 })).rejects.toMatchObject({ name: 'OutOfService' });
  await expect(Array.fromAsync(away.unread({}))).rejects.toMatchObject({ name: 'OutOfService' });
  await expect(away.markRead([{ key: 'a' }])).rejects.toMatchObject({ name: 'OutOfService' });
});

it('names files for the engine and back, whatever scheme it used, and knows its own alone', () => {
  const files = s3EngineFiles('lake');
  expect(files.pathOf('lake/v1/a')).toBe('s3://lake/lake/v1/a');
  expect(files.keyOf('s3a://lake/lake/v1/a')).toBe('lake/v1/a');
  expect(() => files.keyOf('s3://other/lake/v1/a')).toThrow('not in the bucket lake');
});
