export { actionDays, isCapacityAction, readActions, recordActions, type CapacityAction } from './actions.ts';
export { dryStreams, dryTables, isDryRun } from './dry-run.ts';
export { beyond, forecast, type Demand } from './forecast.ts';
export { growthOf } from './growth.ts';
export {
  binMs,
  binsPerDay,
  binValue,
  emptyHistory,
  extended,
  firstBin,
  mostOfWeek,
  readHistory,
  written,
  type History,
} from './history.ts';
export { enoughFor, otherDays, seasonsOf, type Seasons } from './seasonal.ts';
