import { dynamoClient } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { config } from './calls-config.ts';
import { handleLoad } from './handle-load.ts';
import { services } from './handler.ts';

const directory = dynamoDirectory({ client: dynamoClient(), tableName: config.DIRECTORY_TABLE });
export const handler = httpHandler((event) => handleLoad(event, { ...services, directory }), machine.log);
