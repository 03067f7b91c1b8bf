/** The front door of one machine: HTTP in, verified events out, answers back. */
export { startEdge } from './edge.ts';
export { userArn } from './event.ts';
export type { Edge, EdgeAnswer, EdgeFault, EdgeOptions, StreamedAnswer } from './options.ts';
