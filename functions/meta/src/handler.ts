import { dynamoClient, iamClient } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { iamKeys } from '@sluice/aws/identity';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { config } from './config.ts';
import { handleMeta } from './handle-meta.ts';

const services = {
  ...machine,
  directory: dynamoDirectory({ client: dynamoClient(), tableName: config.DIRECTORY_TABLE }),
  keyMint: iamKeys({
    client: iamClient(),
    path: config.IAM_USER_PATH,
    groups: { devices: config.IAM_DEVICE_GROUP, users: config.IAM_USER_GROUP },
  }),
};

export const handler = httpHandler((event) => handleMeta(event, services), machine.log);
