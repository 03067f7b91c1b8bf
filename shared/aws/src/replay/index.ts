/** Replay of archives on S3 into Kinesis streams. */
export { s3ArchiveObjects, type S3ArchiveOptions } from './archive-objects.ts';
export { kinesisCapacity, type KinesisCapacityOptions } from './kinesis-capacity.ts';
export { kinesisTargets, type KinesisTargetsOptions } from './kinesis-targets.ts';
