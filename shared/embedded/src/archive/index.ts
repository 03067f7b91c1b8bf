export { type EmbeddedArchive, type ArchiveOptions, openArchive } from './archive.ts';
export { type ArchivedLine, readArchive } from './read.ts';
export { archiveObjects } from './objects.ts';
