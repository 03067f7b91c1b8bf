import { spreadOut, twiceTheSpread } from '../frame/assumptions.ts';
import { noFaults, scenarios, type Faults } from '../frame/faults.ts';
import type { Held } from '../frame/plot.ts';
import type { Result } from '../frame/results-table.ts';
import type { Series } from '../frame/series.ts';
import { baselines } from './baselines/index.ts';
import type { HourBilled } from './dynamo.ts';
import { boundsOf } from './oracle.ts';
import { runOurs, type TableController } from './ours.ts';
import { loadOf, runPolicy, type Load, type Run } from './run.ts';

export type { TableController } from './ours.ts';

export interface TableOptions {
  /** Our controller, `scaleTables`; without it the other policies are run alone. */
  readonly controller?: TableController;
  /** Faults that ours is run under, each by itself; all of the frame's unless told. */
  readonly scenarios?: readonly Faults[];
  /** Is an hour billed by its minutes (the default) or at its maximum? */
  readonly billed?: HourBilled;
  /** Told the name of each run that begins. */
  readonly progress?: (name: string) => void;
}

/** What the tables' policies came to on a series. */
export interface TableResults {
  /** Ours (`sluice`) first, where there is one. */
  readonly results: readonly Result[];
  /** The clairvoyant's dollars, and those of the floor without limits. */
  readonly oracleDollars: number;
  readonly floorDollars: number;
  /** What ours held of writes for the running week's table. */
  readonly held: readonly Held[];
  /** Ours under each fault, `policy` being the fault's name. */
  readonly scenarios: readonly Result[];
  /** Ours where the load is not as assumed, by how it is. */
  readonly atOtherAssumptions: readonly Result[];
}

/** Runs every policy over a series that is scaled to write units already. */
export const tableResults = async (series: Series, options: TableOptions = {}): Promise<TableResults> => {
  const { progress = () => undefined, billed = 'pro rata' } = options;
  const load = loadOf(series);
  const { oracle, floor } = boundsOf(load, billed);
  const ours = options.controller === undefined ? [] : await oursOf(options.controller, load, options);
  const others = baselines(load).map((policy): Result => {
    progress(policy.name);
    return { policy: policy.name, score: runPolicy(policy, load, { billed }).score };
  });
  const inPeace = ours.filter(({ faults }) => faults === noFaults);
  return {
    results: [...inPeace.map(({ run }) => ({ policy: run.held.policy, score: run.score })), ...others],
    oracleDollars: oracle,
    floorDollars: floor,
    held: inPeace.map(({ run }) => run.held),
    atOtherAssumptions: await spreadOf(series, options),
    scenarios: ours.map(({ faults, run }) => ({ policy: faults.name, score: run.score })),
  };
};

const spreadOf = async (
  series: Series,
  { controller, billed = 'pro rata', progress = () => undefined }: TableOptions,
): Promise<readonly Result[]> => {
  if (controller === undefined) return [];
  progress(`sluice, ${twiceTheSpread.name}`);
  const { score } = await runOurs(controller, loadOf(spreadOut(series, twiceTheSpread)), { billed });
  return [{ policy: twiceTheSpread.name, score }];
};

interface Scenario {
  readonly faults: Faults;
  readonly run: Run;
}

const oursOf = async (
  controller: TableController,
  load: Load,
  { progress = () => undefined, billed = 'pro rata', ...options }: TableOptions,
): Promise<readonly Scenario[]> => {
  const runs: Scenario[] = [];
  for (const faults of options.scenarios ?? scenarios) {
    progress(`sluice, ${faults.name}`);
    runs.push({ faults, run: await runOurs(controller, load, { faults, billed }) });
  }
  return runs;
};
