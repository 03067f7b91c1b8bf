/** Files of events: their bytes, addresses to put them to, and the jobs on them. */
export { s3FileBytes, type S3FileBytesOptions } from './s3-file-bytes.ts';
export { s3UploadAddress, type S3UploadAddressOptions } from './s3-upload-address.ts';
export { sqsClient, sqsJobs, type SqsJobsOptions } from './sqs-jobs.ts';
