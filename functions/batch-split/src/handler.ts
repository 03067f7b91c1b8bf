import { setTimeout } from 'node:timers/promises';
import { dynamoClient, firehoseClient, kinesisClient, s3OfTenants } from '@sluice/aws/clients';
import { firehoseErrorSink } from '@sluice/aws/error-sink';
import { s3FileBytes, sqsClient, sqsJobs } from '@sluice/aws/files';
import { machine } from '@sluice/aws/lambda';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { kinesisStream } from '@sluice/aws/stream';
import { FileStates } from '@sluice/core/files';
import { config } from './config.ts';
import { handleQueue, type QueueEvent, type QueueReport } from './handle-queue.ts';
import type { SplitServices } from './services.ts';

const services: SplitServices = {
  ...machine,
  states: new FileStates(dynamoStateStore({ client: dynamoClient(), tableName: config.STATE_TABLE })),
  files: s3FileBytes({ client: s3OfTenants(), bucket: config.UPLOAD_BUCKET }),
  stream: kinesisStream({ ...machine, client: kinesisClient(), streamName: config.RAW_STREAM }),
  errors: firehoseErrorSink({
    ...machine,
    client: firehoseClient(),
    prefix: config.ERROR_STREAM_PREFIX,
    streamsPerSet: Number(config.ERROR_STREAMS_PER_SET),
  }),
  jobs: sqsJobs({ client: sqsClient(), queueUrl: config.JOB_QUEUE }),
  wait: async (ms) => {
    await setTimeout(ms);
  },
  // Half of the function's two minutes: what a slice began is ended well before they are over.
  settings: {
    sliceBytes: 64 * 1024 * 1024,
    sliceMs: 60_000,
    eventsPerSecond: Number(config.EVENTS_PER_SECOND),
  },
};

export const handler = (event: QueueEvent): Promise<QueueReport> => handleQueue(event, services, machine.log);
