import { errorSink, type FunctionPart } from './part.ts';

export const store: FunctionPart<'store'> = {
  description: 'Puts staged events into the near-line tables, where SQL finds them',
  memoryMegabytes: 1_769,
  timeoutSeconds: 120,
  consumes: 'staged',
  variables: (parts) => ({
    NEAR_LINE_TABLE_PREFIX: parts.nearLine.prefix,
    OBJECT_BUCKET: parts.buckets.objects.name,
    ...errorSink(parts),
    RETENTION_WEEKS: String(parts.retentionWeeks),
  }),
  allow: (role, { nearLine, buckets, errorStreams }) => {
    nearLine.grantPut(role);
    buckets.objects.grantPut(role, 'large/*');
    errorStreams.grantPut(role, 'staged');
  },
};
