import { SluiceError } from '@sluice/core/failure';
import type { Throughput } from '@sluice/core/ports';
import { weekRange } from '@sluice/core/time';

/** Between which bounds a weekly table may be changed, and what a request that is refused is worth. */
export interface TableSettings {
  readonly table: string;
  /** Of its events, as `2026-w47`. */
  readonly week: string;
  /** Units a second, whole numbers from 1 on. */
  readonly min: Throughput;
  readonly max: Throughput;
  /**
   * The one knob: what a unit that is refused is worth, in provisioned units that are paid for as long as it would have taken.
   * @default 300
   */
  readonly throttledUnitPrice?: number;
}

export const defaultThrottledUnitPrice = 300;

const sides = ['writes', 'reads'] as const;

/** Why nothing can be done with settings; undefined when they are well. */
export const settingsFault = ({
  table,
  week,
  min,
  max,
  throttledUnitPrice = 1,
}: TableSettings): string | undefined => {
  if (!/^[a-zA-Z0-9_.-]{3,255}$/.test(table)) return `"${table.slice(0, 300)}" is no name of a table`;
  if (weekRange(week) === undefined) return `"${week}" is no week; one is written as 2026-w47`;
  if (!(throttledUnitPrice >= 0 && Number.isFinite(throttledUnitPrice)))
    return `throttledUnitPrice is ${throttledUnitPrice}; it must be 0 or more`;
  for (const side of sides) {
    const [least, most] = [min[side], max[side]];
    if (!(Number.isInteger(least) && least >= 1))
      return `min of ${side} is ${least}; it must be a whole number from 1 on`;
    if (!Number.isInteger(most)) return `max of ${side} is ${most}; it must be a whole number`;
    if (least > most) return `min of ${side} is ${least}, above max, which is ${most}`;
  }
  return undefined;
};

export const badSettings = (table: string, fault: string): SluiceError =>
  new SluiceError({ class: 'ours', code: 'BadSettings', message: `the table ${table}: ${fault}` });
