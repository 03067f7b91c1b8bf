declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface Options {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
  }

  /** DynamoDB in memory, as an HTTP server that does not listen yet. */
  const dynalite: (options?: Options) => Server;
  export default dynalite;
}
