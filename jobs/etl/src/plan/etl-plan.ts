import type { TenantId } from '@sluice/core/layout';
import type { Metric } from '@sluice/core/tenant-schema';
import type { ColumnOf, Plan, Step } from './plan.ts';
import { lineColumns, lineSteps } from './read.ts';
import { mergeSteps } from './merge.ts';
import { reportSteps } from './report.ts';
import { writeSteps } from './write.ts';

/** A declared metric of a tenant, as the run saw it. */
export interface MetricOf {
  readonly tenant: TenantId;
  readonly metric: Metric;
}

/** Where the files are that a plan reads: paths or addresses of the engine. */
export interface PlanInput {
  readonly run: string;
  /** Archive objects (or stretches of them) of staged lines. */
  readonly archive: readonly string[];
  /** A file of JSON lines of {@link lakeFileColumns}. */
  readonly lakeFiles: string;
  /** A file of JSON lines of {@link resolveColumns}. */
  readonly resolve: string;
  readonly metrics: readonly MetricOf[];
  /** Folders to write below. */
  readonly lake: string;
  readonly loads: string;
  /** Of load files whose rows have a text that not every warehouse takes. */
  readonly wide: string;
  readonly covered: string;
  readonly aside: string;
}

/** The lake's files. `compact`: to be written anew with its day; `move`: its metric was declared since, or may have been. */
export const lakeFileColumns: readonly ColumnOf[] = [
  ['tenant', 'STRING'],
  ['metric', 'STRING'],
  ['day', 'STRING'],
  ['file', 'STRING'],
  ['path', 'STRING'],
  ['compact', 'BOOLEAN'],
  ['move', 'BOOLEAN'],
];

/** What a metric that was sent undeclared is by now: rows received before `since` (a deletion, epoch ms) stay what they were. */
export const resolveColumns: readonly ColumnOf[] = [
  ['tenant', 'STRING'],
  ['undeclared', 'STRING'],
  ['metric', 'STRING'],
  ['since', 'BIGINT'],
];

const inputs = (input: PlanInput): readonly Step[] => [
  {
    do: 'lines',
    name: 'lake_files',
    paths: [input.lakeFiles],
    columns: lakeFileColumns,
    pairs: [],
    once: false,
  },
  { do: 'lines', name: 'resolve', paths: [input.resolve], columns: resolveColumns, pairs: [], once: false },
  { do: 'lines', name: 'lines', paths: input.archive, columns: lineColumns, pairs: ['unknown'], once: true },
];

/**
 * The whole batch as one plan: archived staged lines in, files of the lake, load files, and a report out. Nothing that it writes is seen
 * before a manifest names it.
 */
export const etlPlan = (input: PlanInput): Plan => ({
  v: 1,
  run: input.run,
  steps: [
    ...inputs(input),
    ...lineSteps(input),
    ...mergeSteps(input),
    ...input.metrics.flatMap((metric) => writeSteps(metric, input)),
    ...writeSteps(undefined, input),
    ...reportSteps(input),
  ],
});
