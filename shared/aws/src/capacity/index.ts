/** The capacity of streams and tables: how loaded they are, and how it is changed. */
export { cloudWatchStreamMetrics, cloudWatchTableMetrics } from './metrics.ts';
export { kinesisStreamControl } from './kinesis-control.ts';
export { lambdaDryRun, type DryRunOptions } from './lambda-dry-run.ts';
export { dynamoTableControl } from './dynamo-control.ts';
