import { isTimestamp } from './civil.ts';

/** Milliseconds before it cannot be told from seconds: 1990-01-01T00:00:00Z. */
const year1990 = 631_152_000_000;
const tenYears = 10 * 365.25 * 86_400_000;

const isNear = (at: number, now: number): boolean => Math.abs(at - now) <= tenYears;

export type Epoch =
  | { readonly ok: true; readonly timestamp: number }
  | { readonly ok: false; readonly code: 'EpochSeconds' | 'TimestampOutOfRange'; readonly reason: string };

const tooFine = (value: number, now: number): string => {
  if (isNear(value / 1000, now))
    return `; microseconds? ${Math.floor(value / 1000)} would be its milliseconds`;
  if (isNear(value / 1e6, now)) return `; nanoseconds? ${Math.floor(value / 1e6)} would be its milliseconds`;
  return '';
};

/** True for a number that makes no sense as ms (before 1990) and much as seconds (within 10 years of now). */
export const looksLikeSeconds = (value: number, now: number): boolean =>
  value < year1990 && isNear(value * 1000, now);

const integerForm = /^-?[0-9]+$/;

/**
 * Reads digits with an optional minus sign as epoch ms. Refused are seconds sent for milliseconds, told from `now`
 * (epoch ms), and what is beyond the years 1 to 9999. Undefined when the text is no integer.
 */
export const readEpoch = (text: string, now: number): Epoch | undefined => {
  if (!integerForm.test(text)) return undefined;
  // + 0 makes -0 a 0.
  const value = Number(text) + 0;
  if (looksLikeSeconds(value, now)) {
    const reason = `timestamp ${text} looks like epoch seconds: send epoch milliseconds, here ${value * 1000}`;
    return { ok: false, code: 'EpochSeconds', reason };
  }
  if (isTimestamp(value)) return { ok: true, timestamp: value };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  const reason = `timestamp ${shown} as epoch milliseconds is beyond the years 1 to 9999${tooFine(value, now)}`;
  return { ok: false, code: 'TimestampOutOfRange', reason };
};
