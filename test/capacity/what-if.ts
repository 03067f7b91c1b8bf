import { scaleTables } from '@sluice/scale-tables';
import { noFaults } from './frame/faults.ts';
import type { Score } from './frame/score.ts';
import { baselines as streamTools } from './streams/baselines/index.ts';
import { boundsOf } from './streams/index.ts';
import { runOnDemand } from './streams/on-demand.ts';
import { runOurs as runStreams, runPolicy as runStreamTool } from './streams/run.ts';
import { baselines as tableTools } from './tables/baselines/index.ts';
import { tableLimit } from './tables/on-demand.ts';
import { runOurs as runTables, type TableController } from './tables/ours.ts';
import { loadOf, runPolicy as runTableTool } from './tables/run.ts';
import { readWhatIf, usage, type WhatIf } from './what-if-options.ts';

/** What each setting came to: the second half of the export, before which the first is seen. */
type Scores = readonly (readonly [settings: string, score: Score])[];

/** Beside ours: what knows the peak beforehand, and what nobody has to set. */
const yardsticks = ['static peak', 'DynamoDB on-demand'];

const ofStreams = async ({ series, min, max: most, prices }: WhatIf): Promise<Scores> => {
  const { start, p99, peak, max: usual } = boundsOf(series);
  const max = most ?? Math.max(min, usual);
  const first = Math.min(max, Math.max(min, start));
  const scores: [string, Score][] = [];
  for (const price of prices) {
    const { score } = await runStreams(
      series,
      { start: first, min, max, throttledUnitPrice: price },
      noFaults,
    );
    scores.push([`min ${min}, max ${max}, price ${price}`, score]);
  }
  const still = streamTools(start, p99, peak).filter(({ name }) => yardsticks.includes(name));
  const others = still.map((policy): [string, Score] => [
    policy.name,
    runStreamTool(series, policy, noFaults).score,
  ]);
  return [...scores, ...others, ['Kinesis on-demand', runOnDemand(series)]];
};

const ofTables = async ({ series, min, max = tableLimit, prices }: WhatIf): Promise<Scores> => {
  const load = loadOf(series);
  const [least, most] = [
    { writes: min, reads: 1 },
    { writes: max, reads: tableLimit },
  ];
  const scores: [string, Score][] = [];
  for (const throttledUnitPrice of prices) {
    const controller: TableController = (tables, services) =>
      scaleTables(
        tables.map((table) => ({ ...table, min: least, max: most, throttledUnitPrice })),
        services,
      );
    const { score } = await runTables(controller, load);
    scores.push([`min ${min}, max ${max}, price ${throttledUnitPrice}`, score]);
  }
  const others = tableTools(load).filter(({ name }) => yardsticks.includes(name));
  return [
    ...scores,
    ...others.map((policy): [string, Score] => [policy.name, runTableTool(policy, load).score]),
  ];
};

const rowOf = ([settings, score]: Scores[number]) => ({
  settings,
  served: `${(score.servedShare * 100).toFixed(4)} %`,
  'bad minutes': score.badMinutes,
  dollars: score.dollars.toFixed(2),
  'of them for looking': score.controlDollars.toFixed(2),
  calls: score.calls,
});

try {
  const asked = readWhatIf(process.argv.slice(2));
  const scores = await (asked.kind === 'streams' ? ofStreams(asked) : ofTables(asked));
  const { name, demand } = asked.series;
  console.log(`${name}, ${asked.kind}: ${demand.length} minutes, the second half of which is told`);
  console.table(scores.map(rowOf));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
