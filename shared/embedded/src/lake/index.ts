export { embeddedEngineFiles } from './engine-files.ts';
export { embeddedStagedArchive } from './staged-archive.ts';
export { embeddedLakeRows } from './lake-rows.ts';
