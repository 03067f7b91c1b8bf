import { resultsTable, unbeaten, type Result } from './frame/results-table.ts';
import type { Score } from './frame/score.ts';

/** What came of one series, for streams or for tables. */
export interface Outcome {
  readonly series: string;
  /** Ours first. */
  readonly results: readonly Result[];
  /** Ours at other settings of its knob, and under faults. */
  readonly atOtherPrices: readonly Result[];
  readonly underFaults: readonly Result[];
  /** Ours where the service or the load is not as assumed. */
  readonly atOtherAssumptions: readonly Result[];
  readonly oracleDollars: number;
}

const served = (score: Score): string => `${(score.servedShare * 100).toFixed(4)} %`;
const dollars = (score: Score): string => `$${score.dollars.toFixed(2)}`;

/** Who is not beaten at the default, and who is not at any price of a refused unit. */
const notBeaten = ({ results: [mine, ...tools], atOtherPrices }: Outcome) => {
  if (mine === undefined) return { byDefault: [], atAll: [] };
  const byDefault = unbeaten(mine.score, tools);
  const each = atOtherPrices.map(({ score }) => unbeaten(score, tools));
  return { byDefault, atAll: byDefault.filter((name) => each.every((names) => names.includes(name))) };
};

const listed = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** All tables of one series. */
export const outcomeText = (kind: string, outcome: Outcome): string => {
  const { byDefault, atAll } = notBeaten(outcome);
  return [
    `## ${kind}: ${outcome.series}`,
    '',
    `Second half of the series. The clairvoyant pays $${outcome.oracleDollars.toFixed(2)}.`,
    '',
    resultsTable([...outcome.results, ...outcome.atOtherPrices], outcome.oracleDollars),
    '',
    `Of those that serve 99.9 % not beaten on both served share and cost: ${listed(byDefault)}${outcome.atOtherPrices.length === 0 ? '' : `; at any price of a refused unit: ${listed(atAll)}`}.`,
    '',
    'Under faults:',
    '',
    resultsTable(outcome.underFaults, outcome.oracleDollars),
    '',
    'Ours at other assumptions:',
    '',
    resultsTable(outcome.atOtherAssumptions, outcome.oracleDollars),
    '',
  ].join('\n');
};

const summaryHeads = [
  'series',
  'served',
  'cost',
  '/ oracle',
  'cheapest other ≥ 99.9 %',
  'not beaten',
  'worst fault',
];

const cheapest = ([, ...tools]: readonly Result[]): string => {
  const good = tools.filter(({ score }) => score.servedShare >= 0.999);
  const [best] = good.toSorted((a, b) => a.score.dollars - b.score.dollars);
  return best === undefined ? 'none' : `${best.policy}: ${served(best.score)}, ${dollars(best.score)}`;
};

const worst = (faults: readonly Result[]): string => {
  const [least] = faults.toSorted((a, b) => a.score.servedShare - b.score.servedShare);
  return least === undefined ? '' : `${least.policy}: ${served(least.score)}`;
};

const summaryRow = (outcome: Outcome): readonly string[] => {
  const [mine] = outcome.results;
  if (mine === undefined) return [];
  return [
    outcome.series,
    served(mine.score),
    dollars(mine.score),
    (mine.score.dollars / outcome.oracleDollars).toFixed(2),
    cheapest(outcome.results),
    listed(notBeaten(outcome).atAll),
    worst(outcome.underFaults),
  ];
};

/** One line for each series, as Markdown. */
export const summary = (outcomes: readonly Outcome[]): string =>
  [summaryHeads, summaryHeads.map(() => '---'), ...outcomes.map(summaryRow)]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

/** What must hold of every run of ours: no call was refused by a limit, and none too many were made. */
export const callsLine = (outcomes: readonly Outcome[]): string => {
  const runs = outcomes.flatMap(({ results, atOtherPrices, underFaults, atOtherAssumptions }) => [
    ...results.slice(0, 1),
    ...atOtherPrices,
    ...underFaults,
    ...atOtherAssumptions,
  ]);
  const rejected = runs.reduce((sum, { score }) => sum + score.rejected, 0);
  const most = runs.reduce((found, { score }) => Math.max(found, score.mostCallsIn24h), 0);
  return `${runs.length} runs of ours: ${rejected} calls rejected, at most ${most} in any 24 hours.`;
};
