import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { anId } from '@sluice/testing/factories/directory';
import { clientSettings } from '../clients/index.ts';
import { s3ObjectStore } from '../object-store/index.ts';
import { onEmulator, portOf } from '../testing/clients.ts';
import { createStream, readStream, startKinesalite } from '../testing/kinesalite.ts';
import { startS3 } from '../testing/s3.ts';
import { kinesisCapacity, kinesisTargets, s3ArchiveObjects } from './index.ts';

const root = mkdtempSync(path.join(tmpdir(), 'sluice-s3-archive-'));
const s3 = await startS3(root, ['archives']);
const kinesis = await startKinesalite();

/** CloudWatch as far as it is asked: a sum for each of some minutes, or a refusal. */
let sums: readonly number[] | undefined;
const asked: string[] = [];
const watch = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    asked.push(Buffer.concat(chunks).toString('latin1'));
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.statusCode = sums === undefined ? 403 : 200;
    response.end(JSON.stringify({ Datapoints: sums?.map((Sum) => ({ Sum })) }));
  });
});
watch.listen(0, '127.0.0.1');
await once(watch, 'listening');
afterAll(async () => {
  watch.closeAllConnections();
  watch.close();
  await s3.close();
  kinesis.close();
  rmSync(root, { recursive: true });
});

const cloudWatch = new CloudWatchClient({
  ...clientSettings({ attempts: 1 }),
  ...onEmulator(portOf(watch.address())),
});
const client = kinesis.client();
const clock = { now: () => Date.UTC(2026, 10, 23, 3) };

describe('the archive on S3', () => {
  it('is listed with sizes, in order, and read from any byte on', async () => {
    const store = s3ObjectStore({ client: s3.client(), bucket: 'archives' });
    const archive = s3ArchiveObjects({ client: s3.client(), bucket: 'archives' });
    await store.put('archive/raw/2026/11/23/03/b.json.gz', Buffer.from('0123456789'));
    await store.put('archive/raw/2026/11/23/02/a.json.gz', Buffer.from('abc'));
    await store.put('archive/staged/2026/11/23/02/a.json.gz', Buffer.from('x'));
    expect(await Array.fromAsync(archive.list('archive/raw/2026/11/23/'))).toEqual([
      { key: 'archive/raw/2026/11/23/02/a.json.gz', size: 3, isOpen: false },
      { key: 'archive/raw/2026/11/23/03/b.json.gz', size: 10, isOpen: false },
    ]);
    const read = async (from: number) =>
      Buffer.concat(
        await Array.fromAsync(archive.read('archive/raw/2026/11/23/03/b.json.gz', from)),
      ).toString();
    expect([await read(0), await read(4), await read(10)]).toEqual(['0123456789', '456789', '']);
    await expect(Array.fromAsync(archive.read('archive/raw/none', 0))).rejects.toMatchObject({
      code: 'FileGone',
    });
  });
});

describe('the spare capacity of a stream', () => {
  let streamName: string;
  const spare = () => kinesisCapacity({ kinesis: client, cloudWatch, clock, streamName }).spare();
  beforeEach(async () => {
    streamName = anId();
    await createStream(client, streamName, 2);
  });

  it('is half of what its shards take, less the busiest of the last minutes', async () => {
    sums = [];
    expect(await spare()).toBe(1_000);
    sums = [6_000, 18_000, 60];
    expect(await spare()).toBe(700);
    expect(asked.at(-1)).toContain('IncomingRecords');
  });

  it('is never nothing, and a quarter when nobody tells', async () => {
    sums = [6_000_000];
    expect(await spare()).toBe(100);
    sums = undefined;
    expect(await spare()).toBe(500);
  });

  it('is not known of a stream that is none: an outage, not ours', async () => {
    streamName = 'none';
    await expect(spare()).rejects.toMatchObject({ name: 'OutOfService' });
  });
});

describe('where a replay goes', () => {
  it('is the stream of the stage, or the one named', async () => {
    const [raw, other] = [anId(), anId()];
    for (const name of [raw, other]) await createStream(client, name, 1);
    const targets = kinesisTargets({
      kinesis: client, cloudWatch, clock: Date, random: Math.random, streams: { raw, staged: 'none' },
    }); // prettier-ignore
    const put = async (into?: string) => {
      const [outcome] =
        (await targets('raw', into)?.stream.put([{ partitionKey: 'k', data: Buffer.from('x') }])) ?? [];
      return outcome?.ok;
    };
    expect([await put(), await put(other)]).toEqual([true, true]);
    expect(
      [await readStream(client, raw), await readStream(client, other)].map(({ length }) => length),
    ).toEqual([1, 1]);
    expect(targets('raw', 'no name')).toBeUndefined();
  });
});
