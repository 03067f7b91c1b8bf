export * from './manifest.ts';
export { lakeLog, type LakeLog } from './log.ts';
export { lakeCoverage, type LakeCoverage } from './coverage.ts';
