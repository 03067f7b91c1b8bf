/** Files of events (API.md 4): what is in them, who they are, and how far each is split. */
export type { Cutter, Piece, Place } from './piece.ts';
export { FileFault } from './fault.ts';
export {
  cutterFor,
  fileFormats,
  formatByName,
  headBytes,
  planFor,
  type FileFormat,
  type Head,
  type Plan,
} from './plan.ts';
export { LineCutter } from './lines.ts';
export { gunzipped, isGzip } from './gunzip.ts';
export { openContent, type Content, type ReadFrom } from './content.ts';
export { ContentHash, contentHash, hashedNothing, type HashedUpTo } from './content-hash.ts';
export { readPiece } from './read-piece.ts';
export * from './ids.ts';
export * from './names.ts';
export type * from './ports.ts';
export type { FileCounts, LineError, NamedFile, SplitFile } from './documents.ts';
export { FileStates, type Seen } from './states.ts';
export { statusOf, type FileStateName, type FileStatus } from './status.ts';
export { objectBytes } from './object-bytes.ts';
