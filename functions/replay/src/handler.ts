import { setTimeout } from 'node:timers/promises';
import { cloudWatchClient, dynamoClient, kinesisClient, lambdaClient, s3Client } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { lambdaFailures, lambdaHandBack } from '@sluice/aws/hand-back';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { kinesisTargets, s3ArchiveObjects } from '@sluice/aws/replay';
import { dynamoStateStore } from '@sluice/aws/state-store';
import type { ArchiveServices } from './archive/index.ts';
import { config } from './config.ts';
import { handleReplay, type ReplayHttpServices } from './handle-replay.ts';

const functions = {
  validate: config.VALIDATE_FUNCTION,
  store: config.STORE_FUNCTION,
  accepted: config.COUNT_FUNCTION,
};
const [client, s3] = [dynamoClient(), s3Client()];
const archive: ArchiveServices = {
  ...machine,
  archive: s3ArchiveObjects({ client: s3, bucket: config.ARCHIVE_BUCKET }),
  objects: s3ObjectStore({ client: s3, bucket: config.ARCHIVE_BUCKET }),
  state: dynamoStateStore({ client, tableName: config.STATE_TABLE }),
  target: kinesisTargets({
    ...machine,
    kinesis: kinesisClient(),
    cloudWatch: cloudWatchClient(),
    streams: { raw: config.RAW_STREAM, staged: config.STAGED_STREAM },
  }),
  wait: (ms) => setTimeout(ms),
  // The gateway waits 29 s; the rate is bounded by what the stream has to spare.
  settings: { sliceMs: 15_000, eventsPerSecond: 100_000 },
};
const services: ReplayHttpServices = {
  directory: dynamoDirectory({ client, tableName: config.DIRECTORY_TABLE }),
  objects: lambdaFailures({
    objects: s3ObjectStore({ client: s3, bucket: config.ON_FAILURE_BUCKET }),
    functions,
  }),
  handBack: lambdaHandBack({ client: lambdaClient(), functions }),
  archive,
};

export const handler = httpHandler((event) => handleReplay(event, services), machine.log);
