import { rangeText } from '@sluice/core/layout';
import type { FunctionPart } from './part.ts';

export const scaleTables: FunctionPart<'scale-tables'> = {
  description: 'Gives each weekly table the units that its week wants, each minute',
  // A tick waits for answers, and computes for some milliseconds.
  memoryMegabytes: 256,
  // Below a minute, so that a tick has ended, well or not, before the next one.
  timeoutSeconds: 50,
  wakes: () => ({
    clock: { description: 'The units of the weekly tables, each minute', schedule: 'rate(1 minute)' },
  }),
  variables: ({ nearLine, retentionWeeks, throttledUnitPrice, tables }) => ({
    NEAR_LINE_TABLE_PREFIX: nearLine.prefix,
    RETENTION_WEEKS: String(retentionWeeks),
    WRITE_UNITS: rangeText(nearLine.scaled?.writes),
    READ_UNITS: rangeText(nearLine.scaled?.reads),
    THROTTLED_UNIT_PRICE: String(throttledUnitPrice),
    STATE_TABLE: tables.state.name,
  }),
  allow: (role, { nearLine, tables }) => {
    if (nearLine.scaled !== undefined) nearLine.grantScale(role);
    tables.state.grantRead(role);
    tables.state.grantWrite(role, 'PutItem', 'DeleteItem');
    role.allow({
      sid: 'AnyMetric',
      actions: ['cloudwatch:GetMetricData'],
      everyResource: 'metrics have no ARN',
    });
  },
};
