import { InvalidArgumentError } from 'commander';

/** A parser of whole numbers within bounds, for commander. */
export const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It takes a whole number from ${least} to ${most}.`);
  };

/** A rate: a whole number of events a second, or `unlimited`. */
export const rate = (text: string): number | 'unlimited' =>
  text === 'unlimited' ? text : whole(1, 1_000_000)(text);

/** Collects an option that may be given several times. */
export const several = (text: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  text,
];
