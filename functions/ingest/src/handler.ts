import { dynamoClient, kinesisClient } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { dynamoSchemaStore } from '@sluice/aws/schema-store';
import { kinesisStream } from '@sluice/aws/stream';
import { quotas } from '@sluice/core/quota';
import { cachedSchemas } from '@sluice/core/tenant-schema';
import { config } from './config.ts';
import { handleIngest, type IngestServices } from './ingest.ts';

const client = dynamoClient();
const services: IngestServices = {
  ...machine,
  directory: dynamoDirectory({ client, tableName: config.DIRECTORY_TABLE }),
  schemas: cachedSchemas(dynamoSchemaStore({ client, tableName: config.SCHEMA_TABLE }), machine.clock),
  quotas: quotas(machine.clock),
  stream: kinesisStream({ ...machine, client: kinesisClient(), streamName: config.RAW_STREAM }),
};

export const handler = httpHandler((event) => handleIngest(event, services), machine.log);
