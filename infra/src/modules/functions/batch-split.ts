import { sliceSeconds } from '../uploads.ts';
import { readingBucketsOfTenants } from './batch.ts';
import { errorSink, type FunctionPart } from './part.ts';

export const batchSplit: FunctionPart<'batch-split'> = {
  description: 'Splits files of events into records of the raw stream, a slice at a time',
  memoryMegabytes: 1_769,
  timeoutSeconds: sliceSeconds,
  takes: ({ uploads }) => uploads.queue,
  variables: (parts) => ({
    RAW_STREAM: parts.streams.raw.name,
    STATE_TABLE: parts.tables.state.name,
    UPLOAD_BUCKET: parts.buckets.uploads.name,
    JOB_QUEUE: parts.uploads.queue.url,
    ...errorSink(parts),
    EVENTS_PER_SECOND: String(parts.fileEventsPerSecond),
  }),
  allow: (role, { deployment, streams, tables, buckets, uploads, errorStreams }) => {
    streams.raw.grantWrite(role);
    tables.state.grantRead(role);
    tables.state.grantWrite(role, 'PutItem', 'DeleteItem');
    buckets.uploads.grantGet(role, 'files/*');
    buckets.uploads.grantList(role);
    uploads.queue.grantSend(role);
    errorStreams.grantPut(role, 'raw');
    role.allow(readingBucketsOfTenants(deployment));
  },
};
