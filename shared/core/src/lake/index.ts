export * from './manifest.ts';
export { archiveLineBytes, LongLines } from './long-line.ts';
export { lakeLog, type LakeLog } from './log.ts';
export { coverageOf, lakeCoverage, unpacked, type LakeCoverage } from './coverage.ts';
