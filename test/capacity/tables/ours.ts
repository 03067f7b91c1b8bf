import type {
  Clock,
  ControlAnswer,
  StateStore,
  TableControl,
  TableMetrics,
  TableMinute,
  Throughput,
} from '@sluice/core/ports';
import { memoryStateStore } from '@sluice/testing/memory/state-store';
import { noFaults, type Faults } from '../frame/faults.ts';
import { minuteMs } from '../frame/series.ts';
import { Account, type LiveTable } from './account.ts';
import { weekMinutes } from './demand.ts';
import { TableRecord } from './metrics.ts';
import { tableLimit } from './on-demand.ts';
import { functionRun, metricRead, stateRead, stateWrite } from './prices.ts';
import { Follower, type Load, type Run, type RunOptions } from './run.ts';

/** What our controller is called with: `scaleTables` of functions/scale-tables is one. */
export type TableController = (
  tables: readonly {
    readonly table: string;
    readonly week: string;
    readonly min: Throughput;
    readonly max: Throughput;
  }[],
  services: {
    readonly metrics: TableMetrics;
    readonly control: TableControl;
    readonly state: StateStore;
    readonly clock: Clock;
    readonly log: (action: unknown) => void;
  },
) => Promise<unknown>;

/** Terraform makes a week's table at least a week before, paid per request (infra/src/weeks.ts, environments.ts). */
const aheadMinutes = weekMinutes;

const min: Throughput = { writes: 1, reads: 1 };
const max: Throughput = { writes: tableLimit, reads: tableLimit };

/** Runs our controller over a whole series, a tick a minute, on the simulated ports. */
export const runOurs = async (
  controller: TableController,
  load: Load,
  options: RunOptions = {},
): Promise<Run> => {
  const { faults = noFaults, billed = 'pro rata' } = options;
  const follower = new Follower(load);
  const account = new Account(
    load.series,
    load.demands,
    {
      faults,
      billed,
      aheadMinutes,
      opening: () => ({ billing: 'PAY_PER_REQUEST', throughput: { writes: 0, reads: 0 } }),
    },
    follower.reported,
  );
  const spend = (dollars: number): void => follower.reported(account.minute)?.control(dollars);
  const services = {
    metrics: metricsOf(account, faults, spend),
    control: controlOf(account, follower),
    state: pricedState(spend),
    clock: { now: () => account.nowMs },
    log: () => undefined,
  };
  for (let minute = 0; minute < load.series.demand.length; minute += 1) {
    account.begin(minute);
    if (!faults.missed(minute)) {
      spend(functionRun);
      await controller(account.live.map(settingsOf), services);
    }
    account.serve();
    follower.keep(account);
  }
  return follower.run('sluice');
};

const settingsOf = ({ table }: LiveTable) => ({ table: table.name, week: table.demand.week, min, max });

/** Consumed and throttled, of writes and of reads. */
const metricsOfTable = 4;

const metricsOf = (account: Account, faults: Faults, spend: (dollars: number) => void): TableMetrics => ({
  read: async (tables, from, to) => {
    spend(tables.length * metricsOfTable * metricRead);
    const minuteOf = (ms: number) => Math.ceil((ms - account.series.start) / minuteMs);
    const newest = TableRecord.newest(account.minute, faults.lagMinutes);
    const [first, last] = [minuteOf(from), Math.min(minuteOf(to) - 1, newest)];
    return new Map(tables.map((name) => [name, minutesOf(account.find(name), first, last, account)]));
  },
});

const minutesOf = (
  live: LiveTable | undefined,
  first: number,
  last: number,
  account: Account,
): readonly TableMinute[] => {
  const minutes: TableMinute[] = [];
  if (live === undefined) return minutes;
  for (let minute = Math.max(first, live.table.created); minute <= last; minute += 1) {
    const told = live.record.minute(minute, account.series.start);
    if (told !== undefined) minutes.push(told);
  }
  return minutes;
};

const controlOf = (account: Account, follower: Follower): TableControl => {
  const call = (table: string, to: Throughput | 'on demand'): ControlAnswer => {
    const answer = account.call(table, to);
    if (answer === 'accepted') follower.acted(account.minute);
    return answer;
  };
  return {
    describe: async (table) => account.find(table)?.table.capacity(account.minute),
    provision: async (table, throughput) => call(table, throughput),
    payPerRequest: async (table) => call(table, 'on demand'),
  };
};

/** A state store in memory whose calls cost what DynamoDB's would. */
const pricedState = (spend: (dollars: number) => void): StateStore => {
  const store = memoryStateStore();
  return {
    get: async (partition, key) => {
      const row = await store.get(partition, key);
      spend(stateRead(row?.value.length ?? 0));
      return row;
    },
    replace: async (partition, key, expectedVersion, value) => {
      spend(stateWrite(value.length));
      return store.replace(partition, key, expectedVersion, value);
    },
    remove: async (partition, key, expectedVersion) => {
      spend(stateWrite(0));
      return store.remove(partition, key, expectedVersion);
    },
    rows: async function* (partition) {
      for await (const row of store.rows(partition)) {
        spend(stateRead(row.value.length));
        yield row;
      }
    },
  };
};
