import { isTimestamp } from './civil.ts';
import { compileWithJoda, type Compiled } from './joda-pattern.ts';
import { namedParser, patternNames, type Parse } from './named.ts';
import { numericParser } from './numeric-pattern.ts';
import { utc, zoneNamed, type LocalToInstant } from './zone.ts';

/** Patterns are few (a list per metric); the bound only keeps a flood of them from filling the memory. */
const cacheLimit = 1_000;
const longestPattern = 512;
const signedYear = /\+0\d{4}/;

const refuse = (text: string, reason: string): Compiled => ({
  ok: false,
  reason: `timestamp pattern "${text.slice(0, 100)}" cannot be used: ${reason}`,
});

/** Years 1 to 9999 only. */
const guarded =
  (parse: Parse): Parse =>
  (value) => {
    const at = parse(value);
    return at !== undefined && isTimestamp(at) ? at : undefined;
  };

/** Loads js-joda at the first value with a sign, which the fast parser leaves to it. */
const withSignedYears = (fast: Parse, pattern: string, toInstant: LocalToInstant): Parse => {
  let slow: Compiled | undefined;
  return (value) => {
    const at = fast(value);
    if (at !== undefined || !signedYear.test(value)) return at;
    slow ??= compileWithJoda(pattern, toInstant);
    return slow.ok ? slow.parse(value) : undefined;
  };
};

const parserFor = (pattern: string, toInstant: LocalToInstant): Compiled => {
  const named = namedParser(pattern, toInstant);
  if (named !== undefined) return { ok: true, parse: named };
  const fast = numericParser(pattern, toInstant);
  if (fast !== undefined) return { ok: true, parse: withSignedYears(fast, pattern, toInstant) };
  return compileWithJoda(pattern, toInstant);
};

const hintFor = (pattern: string): string => {
  if (namedParser(pattern.trim(), utc) !== undefined) return '; leave out the space beside the name';
  return /^\w*_\w*$/.test(pattern) ? `; the names are ${patternNames.join(', ')}` : '';
};

const compile = (text: string): Compiled => {
  if (text.length > longestPattern) return refuse(text, `it is longer than ${longestPattern} characters`);
  const cut = text.indexOf('@');
  const pattern = cut < 0 ? text : text.slice(0, cut);
  if (pattern.trim() === '') return refuse(text, 'it is empty');
  const zone = cut < 0 ? { ok: true as const, toInstant: utc } : zoneNamed(text.slice(cut + 1).trim());
  if (!zone.ok) return refuse(text, zone.reason);
  const compiled = parserFor(pattern, zone.toInstant);
  return compiled.ok
    ? { ok: true, parse: guarded(compiled.parse) }
    : refuse(text, compiled.reason + hintFor(pattern));
};

const cache = new Map<string, Compiled>();

/**
 * Compiles a timestamp pattern: one of the names `ISO_DATE_TIME`, `ISO_OFFSET_DATE_TIME`, `ISO_ZONED_DATE_TIME`,
 * `ISO_INSTANT`, `RFC_1123_DATE_TIME` in any case, or a Java DateTimeFormatter pattern, resolved strictly (the year is
 * `uuuu`). `<pattern>@ ZONE` names the zone of values without one; without it that is UTC. A date without a time is the
 * start of the day.
 *
 * `parse` gives epoch ms within the years 1 to 9999, fractions of a ms cut toward the past, or undefined; it never throws.
 * Patterns are remembered, so compiling one again costs a look-up.
 *
 * @example compilePattern('uuuu-MM-dd HH:mm:ss.SSS@ UTC-8')
 */
export const compilePattern = (text: string): Compiled => {
  const kept = cache.get(text);
  if (kept !== undefined) return kept;
  const compiled = compile(text);
  if (cache.size >= cacheLimit) cache.clear();
  cache.set(text, compiled);
  return compiled;
};
