import type { Random } from './random.ts';

/** What can go wrong at one call of a port. */
export const faults = [
  /** The whole call is refused; nothing happens. */
  'throttle',
  /** Some items fail, a random subset and at least one; the others are done. */
  'partial',
  /** Each item fails on its own; nothing happens. */
  'all',
  /** It is done, and reported as failed. */
  'timeout-after-success',
  /** It fails before anything happens. */
  'failure-before',
  /** The process dies before anything happens. */
  'crash-before',
  /** It is done, and the process dies before it hears of it. */
  'crash-after',
] as const;
export type Fault = (typeof faults)[number];

/** One call of a decorated port. */
export interface Call {
  readonly port: string;
  readonly method: string;
  /** Counts the calls of all decorated ports from 0 on. */
  readonly number: number;
}

/** Decides what goes wrong at a call, if anything. */
export type Choose = (call: Call) => Fault | undefined;

/** The share of calls that each fault happens at; their sum is at most 1. */
export type Rates = Partial<Record<Fault, number>>;

/** Faults at random, by rates. */
export const byRates = (random: Random, rates: Rates): Choose => {
  const total = Object.values(rates).reduce((sum, rate) => sum + rate, 0);
  if (total > 1) throw new RangeError(`the rates add up to ${total}; at most 1 is possible`);
  return () => {
    let at = random();
    for (const fault of faults) {
      at -= rates[fault] ?? 0;
      if (at < 0) return fault;
    }
    return undefined;
  };
};

/** One fault at one call: for the matrix of every call × before and after. */
export const atCall =
  (number: number, fault: Fault): Choose =>
  (call) =>
    call.number === number ? fault : undefined;
