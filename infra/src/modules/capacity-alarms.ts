import type { CapacityAlarm, FunctionName } from '@sluice/core/layout';
import type { AlarmProps } from '../standards/alarm.ts';

/** An alarm on lines that a function writes in a minute. */
export interface CapacityRule {
  readonly part: FunctionName;
  readonly kind: CapacityAlarm;
  /** Of which it rings. */
  readonly subject: string;
  readonly minutes: AlarmProps['minutes'];
}

const scalers = { streams: 'scale-streams', tables: 'scale-tables' } as const satisfies Record<
  string,
  FunctionName
>;

/**
 * How long it is so before somebody is told. A peak may touch the maximum, a rise may be refused until the change is there (some minutes),
 * and CloudWatch may be away for a moment; what is spent of a day does not pass by itself.
 */
const minutesOf: Readonly<Partial<Record<CapacityAlarm, AlarmProps['minutes']>>> = {
  'capacity-at-maximum': { bad: 5, of: 10 },
  'capacity-behind': { bad: 3, of: 10 },
  'capacity-calls-low': { bad: 1, of: 1 },
  'capacity-failing': { bad: 5, of: 10 },
};

const isKind = (name: string): name is CapacityAlarm => name in minutesOf;

const everyRule: readonly CapacityRule[] = Object.entries(scalers).flatMap(([subject, part]) =>
  Object.entries(minutesOf).flatMap(([kind, minutes]) =>
    isKind(kind) ? [{ part, kind, subject, minutes }] : [],
  ),
);

/** Cold tables are looked at a few times an hour: one line counts for as long. */
const missing: CapacityRule = {
  part: 'scale-tables',
  kind: 'week-table-missing',
  subject: 'tables',
  minutes: { bad: 1, of: 60 },
};

export const capacityRules: readonly CapacityRule[] = [...everyRule, missing];
