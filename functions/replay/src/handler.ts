import { dynamoClient, lambdaClient, s3Client } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { lambdaFailures, lambdaHandBack } from '@sluice/aws/hand-back';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { config } from './config.ts';
import { handleReplay, type ReplayHttpServices } from './handle-replay.ts';

const functions = {
  validate: config.VALIDATE_FUNCTION,
  store: config.STORE_FUNCTION,
  accepted: config.COUNT_FUNCTION,
};
const bucket = s3ObjectStore({ client: s3Client(), bucket: config.ON_FAILURE_BUCKET });
const services: ReplayHttpServices = {
  directory: dynamoDirectory({ client: dynamoClient(), tableName: config.DIRECTORY_TABLE }),
  objects: lambdaFailures({ objects: bucket, functions }),
  handBack: lambdaHandBack({ client: lambdaClient(), functions }),
};

export const handler = httpHandler((event) => handleReplay(event, services), machine.log);
