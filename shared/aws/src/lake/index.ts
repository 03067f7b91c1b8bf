/** The lake and the staged archive in buckets, as the batch reads and writes them. */
export { s3EngineFiles } from './s3-engine-files.ts';
export { s3StagedArchive, type S3StagedArchiveOptions } from './s3-staged-archive.ts';
