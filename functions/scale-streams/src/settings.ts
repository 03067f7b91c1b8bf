import { SluiceError } from '@sluice/core/failure';

/** Between which bounds a stream may be changed, and what a record that is refused is worth. */
export interface StreamSettings {
  readonly stream: string;
  /** Shards, 1 to 10,000. */
  readonly min: number;
  readonly max: number;
  /**
   * The one knob: what a shard's worth of records that is refused for a minute is worth, in shard-minutes ($0.00025 each).
   * @default 300
   */
  readonly throttledUnitPrice?: number;
}

export const defaultThrottledUnitPrice = 300;

/** UpdateShardCount's most (CAPACITY 2.1). */
const mostShards = 10_000;

const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= mostShards;

/** Why nothing can be done with settings; undefined when they are well. */
export const settingsFault = ({
  stream,
  min,
  max,
  throttledUnitPrice = 1,
}: StreamSettings): string | undefined => {
  if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(stream)) return `"${stream.slice(0, 200)}" is no name of a stream`;
  if (!isWhole(min)) return `min is ${min}; it must be a whole number from 1 to ${mostShards}`;
  if (!isWhole(max)) return `max is ${max}; it must be a whole number from 1 to ${mostShards}`;
  if (min > max) return `min is ${min}, above max, which is ${max}`;
  return throttledUnitPrice >= 0 && Number.isFinite(throttledUnitPrice)
    ? undefined
    : `throttledUnitPrice is ${throttledUnitPrice}; it must be 0 or more`;
};

export const badSettings = (stream: string, fault: string): SluiceError =>
  new SluiceError({ class: 'ours', code: 'BadSettings', message: `the stream ${stream}: ${fault}` });
