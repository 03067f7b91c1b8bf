export * from './manifest.ts';
export { lakeLog, type LakeLog } from './log.ts';
export { coverageOf, lakeCoverage, unpacked, type LakeCoverage } from './coverage.ts';
