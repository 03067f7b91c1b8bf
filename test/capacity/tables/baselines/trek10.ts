import type { Throughput } from '@sluice/core/ports';
import { functionRun, metricRead } from '../prices.ts';
import type { SideSeen, TablePolicy, TableSeen } from '../policy.ts';

const threshold = 0.8;
/** It looks down every six hours. */
const downEvery = 360;
const downWindow = 30;

interface Sizes {
  readonly increase: number;
  readonly max: number;
}

/** AutoScaleConfig.js, `scaleUp`. */
const up = (side: SideSeen, { increase, max }: Sizes): number => {
  const [now, used] = [side.provisioned, side.consumed(5)];
  return Math.min(max, used < now * threshold ? now : Math.floor(Math.max(now, used) + increase));
};

/** `scaleDown`: below 40 units (of the original's) that is less than what is used. It may raise, too. */
const down = (side: SideSeen, { increase, max }: Sizes): number =>
  Math.min(max, Math.max(1, Math.floor(side.consumed(downWindow) / threshold - increase)));

/** Never less than what is used leaves room for. */
const mendedDown = (side: SideSeen, sizes: Sizes): number =>
  Math.max(down(side, sizes), Math.min(side.provisioned, Math.floor(side.consumed(downWindow) / threshold)));

const rules =
  (sizes: Sizes, lower: typeof down, mended: boolean) =>
  (seen: TableSeen): Throughput => {
    const downs = seen.minute % downEvery === 0 && seen.minute - seen.lastIncrease > downWindow;
    const rule = downs && (!mended || seen.decreaseAllowed) ? lower : up;
    return { writes: rule(seen.writes, sizes), reads: rule(seen.reads, sizes) };
  };

const common = {
  source: 'CAPACITY 1.2, T9: trek10inc/dynamodb-autoscaling @e6989cc core/, serverless.yml',
  everyMinutes: 5,
  lookDollars: 2 * metricRead + functionRun / 5,
  opening: (before: Throughput) => ({ billing: 'PROVISIONED', throughput: before }) as const,
};

const original: Sizes = { increase: 10, max: 100 };
/** Its +10 of at most 100 on tables of thousands. */
const toSize: Sizes = { increase: 200, max: 40_000 };

export const trek10: TablePolicy = {
  ...common,
  name: 'trek10',
  start: () => rules(original, down, false),
};

export const trek10Scaled: TablePolicy = {
  ...common,
  name: 'trek10 (scaled)',
  start: () => rules(toSize, down, false),
};

export const trek10Mended: TablePolicy = {
  ...common,
  name: 'trek10 (scaled, mended)',
  start: () => rules(toSize, mendedDown, true),
};
