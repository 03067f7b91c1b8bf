/** One client per service and process, made at the first call and kept: Lambda keeps a process for many events, and sockets with it. */
export { clientSettings, oneAttempt, type ClientSettings } from './settings.ts';
export { kinesisClient } from './kinesis.ts';
export { firehoseClient } from './firehose.ts';
export { dynamoClient, dynamoControlClient } from './dynamo.ts';
export { s3Client } from './s3.ts';
export { iamClient } from './iam.ts';
export { lambdaClient } from './lambda.ts';
export { s3OfTenants } from './s3-of-tenants.ts';
export { cloudWatchClient } from './cloudwatch.ts';
