import { SluiceError } from '@sluice/core/failure';
import { usualSpread } from './spread.ts';

/** A change that was about to be asked for: whether it was is found out by the next tick. */
export interface Intent {
  readonly at: number;
  readonly kind: 'resize' | 'split' | 'merge';
  readonly from: number;
  readonly to: number;
}

/** What a tick knows of the ones before. Times are epoch ms; 0: never. */
export interface ScaleState {
  readonly v: 1;
  /** Of UpdateShardCount, within the last day. */
  readonly calls: readonly number[];
  readonly raisedAt: number;
  /** Until then no UpdateShardCount: the service said that its limit is reached, whatever we counted. */
  readonly limitedUntil: number;
  readonly intent: Intent | null;
  /** The least capacity that is worth its price, in shards. */
  readonly floor: number;
  /** Margin of following, at least 1; and how much more a minute's busiest seconds want than the minute. */
  readonly growth: number;
  readonly spread: number;
  /** How many of the other days what is planned is enough for, 0 to 1. */
  readonly quantile: number;
  /** The bin in which floor, margin and quantile were found. */
  readonly worthBin: number;
  /** The most that was wanted in the last week, in shards; 0: not known. */
  readonly weekMost: number;
  /** What the bins from `plannedBin` on want by other days, in shards. */
  readonly plannedBin: number;
  readonly planned: readonly number[];
}

export const newState: ScaleState = {
  v: 1,
  calls: [],
  raisedAt: 0,
  limitedUntil: 0,
  intent: null,
  floor: 0,
  growth: 1.25,
  spread: usualSpread,
  quantile: 0.6,
  worthBin: 0,
  weekMost: 0,
  plannedBin: 0,
  planned: [],
};

const isState = (value: unknown): value is ScaleState =>
  typeof value === 'object' &&
  value !== null &&
  Reflect.get(value, 'v') === 1 &&
  Array.isArray(Reflect.get(value, 'calls')) &&
  Array.isArray(Reflect.get(value, 'planned')) &&
  [
    'raisedAt',
    'limitedUntil',
    'floor',
    'growth',
    'spread',
    'quantile',
    'worthBin',
    'weekMost',
    'plannedBin',
  ].every((name) => typeof Reflect.get(value, name) === 'number');

export const readState = (text: string | undefined, stream: string): ScaleState => {
  if (text === undefined) return newState;
  const value: unknown = JSON.parse(text);
  if (isState(value)) return value;
  throw new SluiceError({
    class: 'ours',
    code: 'StateDamaged',
    message: `the row capacity/stream/${stream} of the state store is not what was written; delete it, and the next tick begins anew`,
  });
};
