import { dayMs, epochDay, isDate } from './civil.ts';
import type { Found } from './found.ts';
import type { Parse } from './named.ts';
import { isSimple } from './numeric-shape.ts';
import { sequence } from './numeric-steps.ts';
import { tokensOf } from './tokens.ts';
import type { LocalToInstant } from './zone.ts';

/** Milliseconds of the day. Missing smaller parts are zero; a part without the next larger one is no time. */
const timeOf = ({ H, m, s, millis }: Found): number => {
  if (H !== H) return m === m || s === s || millis === millis ? Number.NaN : 0;
  if (m !== m && (s === s || millis === millis)) return Number.NaN;
  if (s !== s && millis === millis) return Number.NaN;
  if (H > 23 || m > 59 || s > 59) return Number.NaN;
  return H * 3_600_000 + (m || 0) * 60_000 + (s || 0) * 1000 + (millis || 0);
};

const instantOf = (found: Found, toInstant: LocalToInstant): number | undefined => {
  if (!isDate(found.u, found.M, found.d)) return undefined;
  const local = epochDay(found.u, found.M, found.d) * dayMs + timeOf(found);
  if (local !== local || Math.abs(found.offset) > 18 * 3600) return undefined;
  return found.offset === found.offset ? local - found.offset * 1000 : toInstant(local);
};

const clear = (found: Found): void => {
  found.u = found.M = found.d = found.H = found.m = found.s = found.millis = found.offset = Number.NaN;
};

const emptyFound = (): Found => {
  const nan = Number.NaN;
  return { u: nan, M: nan, d: nan, H: nan, m: nan, s: nan, millis: nan, offset: nan };
};

/**
 * A fast parser for the common patterns, made of `uuuu MM dd HH mm ss S… X… Z…`, literal text and optional sections;
 * undefined for all others. Reads what Java's strict formatter of the pattern reads, except signed years. It also reads
 * a fraction joined to the seconds (`uuuuMMddHHmmssSSS`), which Java does since version 9 and js-joda does not.
 */
export const numericParser = (pattern: string, toInstant: LocalToInstant): Parse | undefined => {
  const tokens = tokensOf(pattern);
  if (tokens === undefined || !isSimple(tokens)) return undefined;
  const read = sequence(tokens);
  const found = emptyFound();
  return (value) => {
    clear(found);
    return read(value, 0, found) === value.length ? instantOf(found, toInstant) : undefined;
  };
};
