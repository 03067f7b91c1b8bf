import { lambdaDryRun } from '@sluice/aws/capacity';
import { dynamoClient, iamClient, lambdaClient } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { iamKeys } from '@sluice/aws/identity';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { config } from './config.ts';
import { handleMeta } from './handle-meta.ts';

const client = dynamoClient();
const services = {
  ...machine,
  states: dynamoStateStore({ client, tableName: config.STATE_TABLE }),
  planCapacity: lambdaDryRun({
    client: lambdaClient(),
    functions: [config.SCALE_STREAMS_FUNCTION, config.SCALE_TABLES_FUNCTION],
  }),
  directory: dynamoDirectory({ client, tableName: config.DIRECTORY_TABLE }),
  keyMint: iamKeys({
    client: iamClient(),
    path: config.IAM_USER_PATH,
    groups: { devices: config.IAM_DEVICE_GROUP, users: config.IAM_USER_GROUP },
  }),
};

export const handler = httpHandler((event) => handleMeta(event, services), machine.log);
