import { dynamoClient, s3Client, s3OfTenants } from '@sluice/aws/clients';
import { dynamoDirectory } from '@sluice/aws/directory';
import { s3FileBytes, s3UploadAddress, sqsClient, sqsJobs } from '@sluice/aws/files';
import { httpHandler, machine } from '@sluice/aws/lambda';
import { s3ObjectStore } from '@sluice/aws/object-store';
import { dynamoStateStore } from '@sluice/aws/state-store';
import { FileStates } from '@sluice/core/files';
import { config } from './config.ts';
import { handleBatch } from './handle-batch.ts';
import type { BatchServices } from './services.ts';

/** Lambda takes 6 MB of event, in which a body of bytes is base64. */
const maxBytes = 4 * 1024 * 1024;

const client = dynamoClient();
const bucket = config.UPLOAD_BUCKET;
const services: BatchServices = {
  ...machine,
  directory: dynamoDirectory({ client, tableName: config.DIRECTORY_TABLE }),
  states: new FileStates(dynamoStateStore({ client, tableName: config.STATE_TABLE })),
  objects: s3ObjectStore({ client: s3Client(), bucket }),
  jobs: sqsJobs({ client: sqsClient(), queueUrl: config.JOB_QUEUE }),
  maxBytes,
  address: s3UploadAddress({ client: s3Client(), bucket, clock: machine.clock }),
  buckets: { files: s3FileBytes({ client: s3OfTenants(), bucket }), reader: config.READER },
};

export const handler = httpHandler((event) => handleBatch(event, services), machine.log);
