import { gunzipSync } from 'node:zlib';
import { CreateDeliveryStreamCommand, FirehoseClient } from '@aws-sdk/client-firehose';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe } from 'vitest';
import type { ErrorRecord } from '@sluice/core/forms';
import { errorStreamName } from '@sluice/core/layout';
import { errorSinkContract } from '@sluice/testing/contracts/error-sink';
import { anId } from '@sluice/testing/factories/directory';
import { oneAttempt } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { memoryFirehose } from '../testing/memory-firehose.ts';
import { startMoto } from '../testing/moto.ts';
import { RewritingHandler } from '../testing/service-faults.ts';
import { firehoseErrorSink } from './index.ts';

/** Entries one behind the other are a gzip file of lines. */
const recordsIn = (objects: readonly Uint8Array[]): ErrorRecord[] =>
  objects
    .flatMap((object) => gunzipSync(object).toString().trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as ErrorRecord);

errorSinkContract('Firehose in memory', async () => {
  const firehose = memoryFirehose();
  const client = new FirehoseClient({
    ...oneAttempt(),
    ...onEmulator(1),
    requestHandler: new RewritingHandler(firehose.answer),
  });
  const sink = firehoseErrorSink({ client, prefix: 'errors-', streamsPerSet: 1, random: Math.random });
  return {
    sink,
    stored: async (stage, kind) => {
      const entries = firehose.streams.get(errorStreamName('errors-', stage, kind, 0)) ?? [];
      return recordsIn([Buffer.concat(entries)]);
    },
  };
});

const moto = await startMoto('the error sink');
const settings = { ...oneAttempt(), ...onEmulator(moto?.port ?? 1), forcePathStyle: true };
afterAll(async () => {
  settings.requestHandler.destroy();
  await moto?.close();
});
const [firehose, s3] = [new FirehoseClient(settings), new S3Client(settings)];

/** The four delivery streams, each to a prefix of its own in one bucket. */
const createStreams = async (prefix: string): Promise<void> => {
  await s3.send(new CreateBucketCommand({ Bucket: prefix }));
  for (const stage of ['raw', 'staged'] as const)
    for (const kind of ['malformed', 'commit'] as const)
      await firehose.send(
        new CreateDeliveryStreamCommand({
          DeliveryStreamName: errorStreamName(prefix, stage, kind, 0),
          ExtendedS3DestinationConfiguration: {
            RoleARN: 'arn:aws:iam::123456789012:role/firehose',
            BucketARN: `arn:aws:s3:::${prefix}`,
            Prefix: `${stage}/${kind}/`,
          },
        }),
      );
};

const objectsIn = async (Bucket: string, Prefix: string): Promise<Uint8Array[]> => {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
  return Promise.all(
    Contents.map(async ({ Key }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    }),
  );
};

describe.skipIf(moto === undefined)('on moto', () => {
  errorSinkContract('Firehose', async () => {
    const prefix = `errors-${anId().toLowerCase()}-`.slice(0, -1);
    await createStreams(prefix);
    return {
      sink: firehoseErrorSink({ client: firehose, prefix, streamsPerSet: 1, random: Math.random }),
      stored: async (stage, kind) => recordsIn(await objectsIn(prefix, `${stage}/${kind}/`)),
    };
  });
});
