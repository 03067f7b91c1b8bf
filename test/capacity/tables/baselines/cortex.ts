import type { Throughput } from '@sluice/core/ports';
import { functionRun } from '../prices.ts';
import { ageOf, type SideSeen, type TablePolicy, type TableSeen } from '../policy.ts';
import { notLower } from './rockeee.ts';

/** Its defaults: target 80 %, 1,800 s of rest each way, at most 6,000, queue target 100,000; but for the least of 3,000, which these tables seldom need. */
const rules = {
  scaleUp: 1.3,
  target: 80,
  cooldown: 30,
  max: { writes: 6_000, reads: 6_000 },
  throttling: 1,
  queueTarget: 100_000,
  leastUsage: 100,
} as const;

interface Sizes {
  readonly max: Throughput;
  readonly queueTarget: number;
}

/** What one table's rules keep. */
class Table {
  /** Writes not yet flushed, at the last three looks; the simulated queue of the ingesters. */
  private queue: readonly number[] = [0, 0, 0];
  private changed = { writes: Number.NEGATIVE_INFINITY, reads: Number.NEGATIVE_INFINITY };
  private readonly sizes: Sizes;

  constructor(sizes: Sizes) {
    this.sizes = sizes;
  }

  decide(seen: TableSeen): Throughput {
    this.flush(seen.writes);
    return { writes: this.writes(seen), reads: this.reads(seen) };
  }

  /** What was refused waits, for each table by itself; what was free takes it. A look is two minutes. */
  private flush(side: SideSeen): void {
    const free = Math.max(0, side.provisioned - side.consumed(2)) * 120;
    const waits = Math.max(0, (this.queue.at(-1) ?? 0) + side.throttled(2) * 2 - free);
    this.queue = [...this.queue.slice(1), waits];
  }

  /** metrics_autoscaling.go, `UpdateTable`. */
  private writes(seen: TableSeen): number {
    const { provisioned } = seen.writes;
    const [refused, target] = [seen.writes.throttled(1) / 60, this.sizes.queueTarget];
    const [a = 0, b = 0, c = 0] = this.queue;
    const usage = Math.floor((seen.writes.consumed(15) * 100) / rules.target);
    if (refused < 0.1 * provisioned && c < target * 0.1) return this.down(seen, 'writes', usage);
    if (refused === 0 && c < b && b < a) return this.down(seen, 'writes', usage);
    const growing = refused > rules.throttling && c > target && c > b && b > a;
    return growing || (refused > 0 && c > 10 * target) ? this.up(seen, 'writes', provisioned) : provisioned;
  }

  /** Reads: use while less than a tenth of the most, or refused, raises; no use lowers. */
  private reads(seen: TableSeen): number {
    const { provisioned } = seen.reads;
    const usage = seen.reads.consumed(60);
    const refused = seen.reads.throttled(1) > 0;
    const small = provisioned < this.sizes.max.reads / 10;
    if (usage > 0 && (refused || small)) return this.up(seen, 'reads', provisioned);
    return usage === 0 && !refused ? this.down(seen, 'reads', 1) : provisioned;
  }

  private up(seen: TableSeen, side: 'writes' | 'reads', now: number): number {
    const most = this.sizes.max[side];
    const to = Math.min(most, Math.max(Math.floor(now * rules.scaleUp), now + most / 10));
    if (to <= now || seen.minute - this.changed[side] < rules.cooldown) return now;
    this.changed[side] = seen.minute;
    return to;
  }

  private down(seen: TableSeen, side: 'writes' | 'reads', wish: number): number {
    const now = seen[side].provisioned;
    const to = Math.max(1, wish);
    // A cut of less than a fifth is not worth a decrease, and where no table is written to something has crashed.
    if (to > Math.floor((now * 4) / 5) || seen.minute - this.changed[side] < rules.cooldown) return now;
    if (side === 'writes' && seen.consumedOfAll(15) < rules.leastUsage) return now;
    this.changed[side] = seen.minute;
    return to;
  }
}

/** A table that its week has left drops to 1 write unit (`inactive_write_throughput`) and is scaled from there. */
const opened = { writes: 1_000, reads: 300 } as const;
const inactive = { writes: 1, reads: 300 } as const;

const rulesOf = (sizes: Sizes, mended: boolean) => (): ((seen: TableSeen) => Throughput) => {
  const table = new Table(sizes);
  return (seen) => {
    const justLeft = ageOf(seen) === 1 && seen.since % 10_080 < 2;
    const to = justLeft && !mended ? inactive : table.decide(seen);
    return mended && !seen.decreaseAllowed ? notLower(to, seen) : to;
  };
};

const common = {
  source:
    'CAPACITY 1.2, T8: cortexproject/cortex @e3b21d3~1 pkg/chunk/aws/metrics_autoscaling.go, table_manager.go',
  everyMinutes: 2,
  // It runs anyway and has its metrics from Prometheus, at once.
  lookDollars: functionRun / 5,
  lagMinutes: 0,
  opening: () => ({ billing: 'PROVISIONED', throughput: opened }) as const,
};

export const cortex: TablePolicy = {
  ...common,
  name: 'Cortex table-manager',
  start: rulesOf({ max: rules.max, queueTarget: rules.queueTarget }, false),
};

/** Any queue counts, the most is the table's, and no decrease that would be refused. */
export const cortexMended: TablePolicy = {
  ...common,
  name: 'Cortex table-manager (mended)',
  start: rulesOf({ max: { writes: 10_000, reads: 10_000 }, queueTarget: 100 }, true),
};
