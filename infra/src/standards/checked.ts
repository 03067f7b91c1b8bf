import { ImpossibleSetting } from '../errors.ts';

/** A whole number within a range, or ImpossibleSetting with the value and the range. */
export const wholeNumber = (setting: string, value: number, least: number, most: number): number => {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ImpossibleSetting(`${setting} is ${value}; it must be a whole number from ${least} to ${most}`);
};

/** One of some values, or ImpossibleSetting with the value and the list. */
export const oneOf = <T>(setting: string, value: T, allowed: readonly T[]): T => {
  if (allowed.includes(value)) return value;
  throw new ImpossibleSetting(`${setting} is ${String(value)}; it must be one of ${allowed.join(', ')}`);
};

/** A text of a form, or ImpossibleSetting with the value and what the form is. */
export const matching = (setting: string, value: string, pattern: RegExp, form: string): string => {
  if (pattern.test(value)) return value;
  throw new ImpossibleSetting(`${setting} is ${JSON.stringify(value)}; it must be ${form}`);
};
