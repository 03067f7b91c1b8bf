import { randomBytes, webcrypto } from 'node:crypto';
import { monotonicFactory } from 'ulid';
import type { Clock, NewUlid } from '@sluice/core/ports';

/** What a function takes from the machine it runs on. */
export interface Machine {
  readonly clock: Clock;
  readonly newUlid: NewUlid;
  readonly randomBytes: (n: number) => Uint8Array;
  /** In [0, 1), for spreading retries and writers. */
  readonly random: () => number;
  /** A JSON line in the function's log group: never a tenant's data. */
  readonly log: (message: string, error: unknown) => void;
}

const fraction = (): number => (webcrypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;

const ulids = monotonicFactory(fraction);

const textOf = (error: unknown): unknown => (error instanceof Error ? (error.stack ?? error.message) : error);

/** The machine that a handler runs on. */
export const machine: Machine = {
  // eslint-disable-next-line no-restricted-properties -- the clock itself
  clock: { now: () => Date.now() },
  newUlid: (at) => ulids(at),
  randomBytes: (n) => randomBytes(n),
  random: fraction,
  log: (message, error) => {
    process.stderr.write(`${JSON.stringify({ message, error: textOf(error) })}\n`);
  },
};
