import { rangeText } from '@sluice/core/layout';
import type { FunctionPart } from './part.ts';

export const scaleStreams: FunctionPart<'scale-streams'> = {
  description: 'Gives each stream the shards that its events want, each minute',
  // A tick waits for answers, and computes for some milliseconds.
  memoryMegabytes: 256,
  // Below a minute, so that a tick has ended, well or not, before the next one.
  timeoutSeconds: 50,
  wakes: () => ({
    clock: { description: 'The shards of the streams, each minute', schedule: 'rate(1 minute)' },
  }),
  variables: ({ streams: { raw, staged }, throttledUnitPrice, tables }) => ({
    RAW_STREAM: raw.name,
    RAW_SHARDS: rangeText(raw.scaled),
    STAGED_STREAM: staged.name,
    STAGED_SHARDS: rangeText(staged.scaled),
    THROTTLED_UNIT_PRICE: String(throttledUnitPrice),
    STATE_TABLE: tables.state.name,
  }),
  allow: (role, { streams: { raw, staged }, tables }) => {
    for (const stream of [raw, staged]) if (stream.scaled !== undefined) stream.grantScale(role);
    tables.state.grantRead(role);
    tables.state.grantWrite(role, 'PutItem', 'DeleteItem');
    role.allow({
      sid: 'AnyMetric',
      actions: ['cloudwatch:GetMetricData'],
      everyResource: 'metrics have no ARN',
    });
  },
};
