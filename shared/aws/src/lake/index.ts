/** The lake and the staged archive in buckets, as the batch reads and writes them. */
export { s3EngineFiles } from './s3-engine-files.ts';
export { s3StagedArchive, type S3StagedArchiveOptions } from './s3-staged-archive.ts';
export { parquetLakeRows } from './parquet-lake-rows.ts';
export { s3Range, type ReadRange, type S3RangeOptions } from './s3-range.ts';
