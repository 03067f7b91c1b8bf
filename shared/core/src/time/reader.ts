import { quoteValue, type ValueKind } from '../values/index.ts';
import { looksLikeSeconds, readEpoch } from './epoch.ts';
import { compilePattern } from './pattern.ts';
import type { Parse } from './named.ts';

/** `code` is for machines, `reason` for people. */
export type TimestampResult =
  | { readonly ok: true; readonly timestamp: number }
  | {
      readonly ok: false;
      readonly code: 'BadTimestamp' | 'EpochSeconds' | 'TimestampOutOfRange';
      readonly reason: string;
    };

/** `text` is the decoded string, or the number as sent; `now` (epoch ms) tells seconds from milliseconds. */
export type ReadTimestamp = (kind: ValueKind | 'null', text: string, now: number) => TimestampResult;

const bad = (reason: string): TimestampResult => ({ ok: false, code: 'BadTimestamp', reason });

const numberForm = /^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

/** Why a number with a fraction or exponent is no timestamp, and what to send instead. */
const badNumber = (text: string, now: number): string => {
  const value = Number(text);
  const ms = Math.floor(looksLikeSeconds(value, now) ? value * 1000 : value);
  return `timestamp ${text.slice(0, 80)} is no integer: send epoch milliseconds as plain digits, without fraction or exponent${Number.isSafeInteger(ms) ? `, here ${ms}` : ''}`;
};

const badText = (text: string, patterns: readonly string[], faults: readonly string[]): string => {
  const listed = patterns.map((pattern) => `"${pattern}"`).join(', ');
  const tried =
    patterns.length === 0 ? 'there is no timestamp pattern' : `it fits none of the patterns ${listed}`;
  const broken = faults.map((fault) => `; ${fault}`).join('');
  return `timestamp ${quoteValue(text)} cannot be read: ${tried}, and it is no integer of epoch milliseconds${broken}`;
};

/**
 * Makes the reader of a metric's timestamps: the metric's patterns in order, then the tenant's, then an integer of epoch
 * ms. A string of digits counts as an integer. A pattern that does not fit lets the next one try; one that cannot be
 * compiled (patterns are checked when they are stored) is passed over and named in the reason. The reader never throws.
 */
export const timestampReader = (
  metricPatterns: readonly string[],
  tenantPatterns: readonly string[],
): ReadTimestamp => {
  const patterns = [...metricPatterns, ...tenantPatterns];
  const compiled = patterns.map(compilePattern);
  const parsers: readonly Parse[] = compiled.flatMap((pattern) => (pattern.ok ? [pattern.parse] : []));
  const faults = compiled.flatMap((pattern) => (pattern.ok ? [] : [pattern.reason]));
  return (kind, text, now) => {
    if (kind !== 'string' && kind !== 'number') {
      return bad(`timestamp is of type ${kind}: send a string or an integer of epoch milliseconds`);
    }
    for (const parse of parsers) {
      const timestamp = parse(text);
      if (timestamp !== undefined) return { ok: true, timestamp };
    }
    const epoch = readEpoch(text, now);
    if (epoch !== undefined) return epoch;
    return bad(numberForm.test(text) ? badNumber(text, now) : badText(text, patterns, faults));
  };
};
