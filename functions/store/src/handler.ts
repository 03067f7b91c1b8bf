import { dynamoChunkStore } from '@sluice/aws/chunk-store';
import { dynamoClient, firehoseClient, s3Client } from '@sluice/aws/clients';
import { firehoseErrorSink } from '@sluice/aws/error-sink';
import { machine, streamHandler } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { config } from './config.ts';
import { store, type StoreServices } from './store.ts';

const services: StoreServices = {
  clock: machine.clock,
  retentionWeeks: Number(config.RETENTION_WEEKS),
  chunks: dynamoChunkStore({
    ...machine,
    client: dynamoClient(),
    tablePrefix: config.NEAR_LINE_TABLE_PREFIX,
  }),
  objects: s3ObjectStore({ client: s3Client(), bucket: config.OBJECT_BUCKET }),
  errors: firehoseErrorSink({
    ...machine,
    client: firehoseClient(),
    prefix: config.ERROR_STREAM_PREFIX,
    streamsPerSet: Number(config.ERROR_STREAMS_PER_SET),
  }),
};

export const handler = streamHandler((records) => store(records, services));
