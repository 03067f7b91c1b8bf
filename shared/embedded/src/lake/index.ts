export { embeddedEngineFiles } from './engine-files.ts';
export { embeddedStagedArchive } from './staged-archive.ts';
