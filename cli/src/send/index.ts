/** Sending many events with progress, for programs. */
export { send, type SendJob } from './send.ts';
export { showProgress } from './progress/show.ts';
export { type Piece } from './source/piece.ts';
export { emptyTally, type Reason, type Tally } from './tally.ts';
export { report } from './report.ts';
