import { dynamoClient } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { dynamoSchemaStore } from '@sluice/aws/schema-store';
import { config } from './config.ts';
import { handleSchema } from './handle-schema.ts';

const client = dynamoClient();
const services = {
  ...machine,
  schemas: dynamoSchemaStore({ client, tableName: config.SCHEMA_TABLE }),
  directory: dynamoDirectory({ client, tableName: config.DIRECTORY_TABLE }),
};

export const handler = httpHandler((event) => handleSchema(event, services), machine.log);
