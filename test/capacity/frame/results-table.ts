import type { Score } from './score.ts';

/** A policy's score on one series. */
export interface Result {
  readonly policy: string;
  readonly score: Score;
}

const percent = (share: number): string => `${(Math.floor(share * 1e6) / 1e4).toFixed(4)} %`;

const heads = [
  'policy',
  'served',
  'within 60 s',
  'bad min',
  'longest',
  'cost $',
  '/ oracle',
  'calls',
  'max/24h',
  'rejected',
];

/** The Markdown table of one series: best served first. `oracleDollars` is what the clairvoyant pays. */
export const resultsTable = (results: readonly Result[], oracleDollars: number): string => {
  const rows = results.map(({ policy, score }) => [
    policy,
    percent(score.servedShare),
    percent(score.servedLateShare),
    String(score.badMinutes),
    String(score.longestBadRun),
    score.dollars.toFixed(2),
    (score.dollars / oracleDollars).toFixed(2),
    String(score.calls),
    String(score.mostCallsIn24h),
    String(score.rejected),
  ]);
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(heads), rule, ...rows.map(line)].join('\n');
};

/**
 * The policies that serve at least 99.9 % and are not beaten: `ours` is not better on both served share and cost. Where both serve
 * everything, the cost decides.
 */
export const unbeaten = (ours: Score, others: readonly Result[]): readonly string[] =>
  others
    .filter(({ score }) => score.servedShare >= 0.999)
    .filter(({ score }) => !(servesBetter(ours, score) && ours.dollars < score.dollars))
    .map(({ policy }) => policy);

const servesBetter = (ours: Score, other: Score): boolean =>
  ours.servedShare > other.servedShare || (ours.servedShare === 1 && other.servedShare === 1);
