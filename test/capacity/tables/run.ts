import type { ControlAnswer, Throughput } from '@sluice/core/ports';
import { noFaults, type Faults } from '../frame/faults.ts';
import type { Held } from '../frame/plot.ts';
import { Tally, type Score } from '../frame/score.ts';
import { firstReported, type Series } from '../frame/series.ts';
import { Account } from './account.ts';
import { tableDemands, type TableDemand } from './demand.ts';
import type { HourBilled, SimTable } from './dynamo.ts';
import { tableLimit } from './on-demand.ts';
import { seenOf, type TablePolicy, type TableSeen } from './policy.ts';

/** What holds for a run of any policy. */
export interface RunOptions {
  readonly faults?: Faults;
  readonly billed?: HourBilled;
}

/** A series with what its tables are asked, made once for all policies. */
export interface Load {
  readonly series: Series;
  readonly demands: readonly TableDemand[];
}

export const loadOf = (series: Series): Load => ({ series, demands: tableDemands(series) });

/** What a run came to. */
export interface Run {
  readonly score: Score;
  /** Of the table of the running week: what it may write. */
  readonly held: Held;
}

/** Follows one run: counts what is reported, and keeps what the running week's table may write. */
export class Follower {
  readonly tally = new Tally();
  private readonly from: number;
  private readonly capacity: Float64Array;
  private readonly actions: number[] = [];

  constructor({ series }: Load) {
    this.from = firstReported(series);
    this.capacity = new Float64Array(series.demand.length);
  }

  /** The tally of a minute that is reported. */
  readonly reported = (minute: number): Tally | undefined => (minute >= this.from ? this.tally : undefined);

  acted(minute: number): void {
    if (this.actions.at(-1) !== minute) this.actions.push(minute);
  }

  keep(account: Account): void {
    const { minute } = account;
    const current = account.live.findLast(({ table }) => table.demand.opens <= minute);
    this.capacity[minute] = current?.table.limit('writes', minute) ?? 0;
  }

  run(policy: string): Run {
    return { score: this.tally.score(), held: { policy, capacity: this.capacity, actions: this.actions } };
  }
}

/** What a table opens with where its policy has no say yet: what the first hour asks, and a half more. */
const firstOpening = ({ series }: Load): Throughput => {
  const most = Math.max(...series.demand.subarray(0, 60));
  return whole({ writes: 1.5 * most, reads: most });
};

/** Units are whole, at least 1, and at most what a table may have: every tool has a setting for that. */
export const whole = ({ writes, reads }: Throughput): Throughput => ({
  writes: Math.min(tableLimit, Math.max(1, Math.ceil(writes - 1e-9))),
  reads: Math.min(tableLimit, Math.max(1, Math.ceil(reads - 1e-9))),
});

/** Minutes before its week that an operator makes a table: as Cortex does. */
const usuallyAhead = 10;

/** Runs a policy over a whole series; its second half is scored. */
export const runPolicy = (policy: TablePolicy, load: Load, options: RunOptions = {}): Run => {
  const { faults = noFaults, billed = 'pro rata' } = options;
  const follower = new Follower(load);
  const account = new Account(
    load.series,
    load.demands,
    {
      faults,
      billed,
      aheadMinutes: policy.aheadMinutes ?? usuallyAhead,
      opening: ({ opens }, newest, minute) =>
        policy.opening(newest?.provisioned ?? firstOpening(load), minute - opens),
    },
    follower.reported,
  );
  const ticks = new Ticks(policy, account, faults, follower);
  for (let minute = 0; minute < load.series.demand.length; minute += 1) {
    account.begin(minute);
    if (!faults.missed(minute)) ticks.tick(minute);
    account.serve();
    follower.reported(minute)?.control((policy.minuteDollars ?? 0) * account.live.length);
    follower.keep(account);
  }
  return follower.run(policy.name);
};

/** A policy's looks at all tables; for each table it keeps its own state. */
class Ticks {
  private readonly rules = new Map<string, (seen: TableSeen) => Throughput | 'on demand' | undefined>();
  private readonly policy: TablePolicy;
  private readonly account: Account;
  private readonly lagMinutes: number;
  private readonly follower: Follower;

  constructor(policy: TablePolicy, account: Account, faults: Faults, follower: Follower) {
    this.policy = policy;
    this.account = account;
    this.lagMinutes = policy.lagMinutes ?? faults.lagMinutes;
    this.follower = follower;
  }

  tick(minute: number): void {
    if (minute % this.policy.everyMinutes !== 0) return;
    for (const { table } of this.account.live) if (minute > table.created) this.look(table.name, minute);
    const dollars = this.policy.lookDollars * this.account.live.length;
    this.follower.reported(minute)?.control(dollars);
  }

  private look(name: string, minute: number): void {
    const { account, policy } = this;
    const one = account.find(name);
    if (one?.table.status(minute) !== 'ACTIVE' || one.table.billing !== 'PROVISIONED') return;
    const rules = this.rules.get(name) ?? policy.start();
    this.rules.set(name, rules);
    const wish = rules(seenOf(one, account.live, minute, account.nowMs, this.lagMinutes));
    if (wish === undefined) return;
    const to = wish === 'on demand' ? wish : whole(wish);
    const answer = this.call(one.table, to, minute);
    if (answer !== 'limit-exceeded' || to === 'on demand' || policy.triesIncreases !== true) return;
    const { writes, reads } = one.table.provisioned;
    const raised = { writes: Math.max(to.writes, writes), reads: Math.max(to.reads, reads) };
    this.call(one.table, raised, minute);
  }

  /** Undefined: it has that already. */
  private call(table: SimTable, to: Throughput | 'on demand', minute: number): ControlAnswer | undefined {
    const now = table.provisioned;
    if (to !== 'on demand' && to.writes === now.writes && to.reads === now.reads) return undefined;
    const answer = this.account.call(table.name, to);
    if (answer === 'accepted') this.follower.acted(minute);
    return answer;
  }
}
