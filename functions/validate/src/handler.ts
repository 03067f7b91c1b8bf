import { dynamoChunkStore } from '@sluice/aws/chunk-store';
import { dynamoClient, firehoseClient, kinesisClient } from '@sluice/aws/clients';
import { firehoseErrorSink } from '@sluice/aws/error-sink';
import { machine, streamHandler } from '@sluice/aws/lambda';
import { dynamoSchemaStore } from '@sluice/aws/schema-store';
import { kinesisStream } from '@sluice/aws/stream';
import { cachedSchemas } from '@sluice/core/tenant-schema';
import { config } from './config.ts';
import { validate, type ValidateServices } from './validate.ts';

const client = dynamoClient();
const services: ValidateServices = {
  clock: machine.clock,
  schemas: cachedSchemas(dynamoSchemaStore({ client, tableName: config.SCHEMA_TABLE }), machine.clock),
  staged: kinesisStream({ ...machine, client: kinesisClient(), streamName: config.STAGED_STREAM }),
  errors: firehoseErrorSink({
    ...machine,
    client: firehoseClient(),
    prefix: config.ERROR_STREAM_PREFIX,
    streamsPerSet: Number(config.ERROR_STREAMS_PER_SET),
  }),
  chunks: dynamoChunkStore({ ...machine, client, tablePrefix: config.NEAR_LINE_TABLE_PREFIX }),
};

export const handler = streamHandler((records) => validate(records, services));
