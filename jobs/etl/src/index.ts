export { runEtl, finish, type Ran } from './run/run.ts';
export type { RunOptions } from './run/prepare.ts';
export { handleEtl, handleProposals, type EtlHttpServices } from './handle-etl.ts';
export { runAll, type RanSummary } from './run/run-all.ts';
export { sweep, type SweepServices } from './run/sweep.ts';
export { readSurvey, type Surveyed } from './run/survey.ts';
export { duckDbEngine, type DuckDbOptions } from './engines/duckdb.ts';
export type { EngineFiles, EtlServices, OpenSlices, StagedArchive } from './ports.ts';
export type { Plan, PlanEngine, PlanResult } from './plan/plan.ts';
