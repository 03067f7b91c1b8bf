import type { Clock, ControlAnswer, TableCapacity, TableControl, Throughput } from '@sluice/core/ports';

interface MemoryTable {
  readonly billing: TableCapacity['billing'];
  readonly throughput: Throughput;
  /** Epoch ms, ascending. */
  readonly decreases: readonly number[];
  readonly switches: readonly number[];
  readonly next?: Pick<MemoryTable, 'billing' | 'throughput'>;
}

const [hourMs, dayMs] = [3_600_000, 86_400_000];
const switchesADay = 4;
const [decreasesAtAnyTime, decreasesADay] = [4, 27];
const none: Throughput = { writes: 0, reads: 0 };

const isUnits = (units: number): boolean => Number.isInteger(units) && units >= 1;
const isSame = (a: Throughput, b: Throughput): boolean => a.writes === b.writes && a.reads === b.reads;
const isLower = (a: Throughput, b: Throughput): boolean => a.writes < b.writes || a.reads < b.reads;

const decreasesToday = ({ decreases }: MemoryTable, now: number): number =>
  decreases.filter((at) => Math.floor(at / dayMs) === Math.floor(now / dayMs)).length;

const mayDecrease = (table: MemoryTable, now: number): boolean => {
  const used = decreasesToday(table, now);
  return used < decreasesAtAnyTime || (used < decreasesADay && now - (table.decreases.at(-1) ?? 0) >= hourMs);
};

const provisioned = (table: MemoryTable, to: Throughput, now: number): MemoryTable | ControlAnswer => {
  const next = { billing: 'PROVISIONED', throughput: to } as const;
  if (!isUnits(to.writes) || !isUnits(to.reads)) return 'invalid';
  if (table.billing === 'PAY_PER_REQUEST') return { ...table, next };
  if (isSame(to, table.throughput)) return 'invalid';
  if (!isLower(to, table.throughput)) return { ...table, next };
  return mayDecrease(table, now)
    ? { ...table, next, decreases: [...table.decreases, now] }
    : 'limit-exceeded';
};

const paidPerRequest = (table: MemoryTable, now: number): MemoryTable | ControlAnswer => {
  if (table.billing === 'PAY_PER_REQUEST') return 'invalid';
  const switches = table.switches.filter((at) => at > now - dayMs);
  return switches.length >= switchesADay
    ? 'limit-exceeded'
    : { ...table, next: { billing: 'PAY_PER_REQUEST', throughput: none }, switches: [...switches, now] };
};

const described = (table: MemoryTable, now: number): TableCapacity => {
  const lastDecreaseAt = table.decreases.at(-1);
  return {
    status: table.next === undefined ? 'ACTIVE' : 'UPDATING',
    billing: table.billing,
    throughput: table.throughput,
    decreasesToday: decreasesToday(table, now),
    ...(lastDecreaseAt === undefined ? {} : { lastDecreaseAt }),
  };
};

/** Tables in memory, with the service's limits. A change goes on until it is told to end. */
export const memoryTableControl = ({ clock }: { readonly clock: Clock }) => {
  const tables = new Map<string, MemoryTable>();
  const changing = async (
    name: string,
    change: (table: MemoryTable, now: number) => MemoryTable | ControlAnswer,
  ): Promise<ControlAnswer> => {
    const table = tables.get(name);
    if (table === undefined) return 'not-found';
    if (table.next !== undefined) return 'in-use';
    const changed = change(table, clock.now());
    if (typeof changed === 'string') return changed;
    tables.set(name, changed);
    return 'accepted';
  };
  const control: TableControl = {
    describe: async (name) => {
      const table = tables.get(name);
      return table && described(table, clock.now());
    },
    provision: (name, to) => changing(name, (table, now) => provisioned(table, to, now)),
    payPerRequest: (name) => changing(name, paidPerRequest),
  };
  return {
    control,
    make: async (name: string): Promise<void> => {
      tables.set(name, { billing: 'PAY_PER_REQUEST', throughput: none, decreases: [], switches: [] });
    },
    settle: async (name: string): Promise<void> => {
      const { next, ...table } = tables.get(name) ?? {};
      if (next !== undefined) tables.set(name, { decreases: [], switches: [], ...table, ...next });
    },
  };
};
