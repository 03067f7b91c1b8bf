import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileBytesContract } from '@sluice/testing/contracts/file-bytes';
import { aTenantId, anId } from '@sluice/testing/factories/directory';
import { clientSettings } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { startMoto } from '../testing/moto.ts';
import { answer, faults, RewritingHandler } from '../testing/service-faults.ts';
import { s3FileBytes, sqsJobs } from './index.ts';

const moto = await startMoto('files of events on S3 and SQS');
const settings = {
  ...clientSettings({ answerMs: 30_000 }),
  ...onEmulator(moto?.port ?? 1),
  forcePathStyle: true,
};
const s3 = new S3Client(settings);
afterAll(async () => {
  settings.requestHandler.destroy();
  await moto?.close();
});

const bucket = 'sluice-test-files';
const put = async (key: string, body: Uint8Array, Bucket = bucket): Promise<void> => {
  await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: body }));
};
const files = s3FileBytes({ client: s3, bucket });

describe.skipIf(moto === undefined)('files on S3, on moto', () => {
  beforeAll(async () => {
    for (const Bucket of [bucket, 'theirs']) await s3.send(new CreateBucketCommand({ Bucket }));
  });
  fileBytesContract('S3', () => ({ files, put }));

  it("are read from a tenant's bucket, whatever its keys", async () => {
    const source = { kind: 'bucket', bucket: 'theirs', key: 'a folder/über+x=1 %20.json' } as const;
    await put(source.key, Buffer.from('body'), 'theirs');
    const head = await files.head(source);
    expect(head).toMatchObject({ size: 4 });
    const version = typeof head === 'string' ? '' : head.version;
    expect(Buffer.concat(await Array.fromAsync(files.read(source, 1, version))).toString()).toBe('ody');
  });

  it('that change while they are read are not mixed', async () => {
    const source = { kind: 'own', key: anId() } as const;
    await put(source.key, Buffer.alloc(9_000_000, 1));
    const head = await files.head(source);
    const reading = files.read(source, 0, typeof head === 'string' ? '' : head.version);
    const all = (async () => {
      let isFirst = true;
      for await (const chunk of reading) {
        if (isFirst) await put(source.key, Buffer.alloc(9_000_000, 2));
        isFirst = false;
        expect(chunk.every((byte) => byte === 1)).toBe(true);
      }
    })();
    await expect(all).rejects.toMatchObject({ name: 'FileFault', code: 'FileChanged' });
  });
});

describe('files on S3 that', () => {
  const under = (status: number, name: string) =>
    s3FileBytes({
      client: new S3Client({
        ...settings,
        requestHandler: new RewritingHandler((request) =>
          Promise.resolve(
            answer(
              status,
              request.method === 'HEAD' ? '' : `<Error><Code>${name}</Code></Error>`,
              'application/xml',
            ),
          ),
        ),
      }),
      bucket,
    });
  const own = { kind: 'own', key: 'x' } as const;
  const theirs = { kind: 'bucket', bucket: 'theirs', key: 'x' } as const;

  it("we may not read: a tenant's policy, or an outage of ours", async () => {
    const denied = under(403, 'AccessDenied');
    expect(await denied.head(theirs)).toBe('denied');
    await expect(Array.fromAsync(denied.read(theirs, 0, 'v'))).rejects.toMatchObject({ code: 'FileDenied' });
    await expect(denied.head(own)).rejects.toMatchObject({ name: 'OutOfService' });
    await expect(Array.fromAsync(denied.read(own, 0, 'v'))).rejects.toMatchObject({ name: 'OutOfService' });
  });

  it('are in a bucket that is not there', async () => {
    expect(await under(404, 'NoSuchBucket').head(theirs)).toBe('absent');
  });

  it('S3 has trouble with: OutOfService', async () => {
    const unwell = s3FileBytes({
      client: new S3Client({
        ...settings,
        maxAttempts: 1,
        requestHandler: new RewritingHandler(faults('s3', () => ({ name: 'InternalError', status: 500 }))),
      }),
      bucket,
    });
    await expect(unwell.head(own)).rejects.toMatchObject({ name: 'OutOfService' });
    await expect(Array.fromAsync(unwell.read(theirs, 0, ''))).rejects.toMatchObject({ name: 'OutOfService' });
  });
});

describe('jobs on a queue', () => {
  it.skipIf(moto === undefined)('come as they were sent', async () => {
    const client = new SQSClient(settings);
    const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: 'sluice-test-files' }));
    const jobs = sqsJobs({ client, queueUrl: QueueUrl });
    const job = { tenant: aTenantId(), id: anId() };
    await jobs.send(job);
    await jobs.send({ tenant: job.tenant, file: 'later' }, 3_600_000);
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
    );
    expect(Messages.map(({ Body = '' }): unknown => JSON.parse(Body))).toEqual([job]);
  });

  it('wait as long as SQS lets them', async () => {
    const sent: unknown[] = [];
    const requestHandler = new RewritingHandler((request) => {
      const body: unknown = request.body;
      sent.push(JSON.parse(body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body)));
      return Promise.resolve(answer(500, '{"__type":"InternalError"}', 'application/x-amz-json-1.0'));
    });
    const client = new SQSClient({ ...settings, maxAttempts: 1, requestHandler });
    const jobs = sqsJobs({ client, queueUrl: 'https://queue.test/q' });
    for (const ms of [undefined, 1, 1_001, 3_600_000])
      await expect(jobs.send({ tenant: aTenantId(), id: 'x' }, ms)).rejects.toMatchObject({
        name: 'OutOfService',
      });
    expect(sent).toMatchObject([0, 1, 2, 900].map((DelaySeconds) => ({ DelaySeconds })));
  });
});
