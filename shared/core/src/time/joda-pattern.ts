import type { DateTimeFormatter, TemporalAccessor } from '@js-joda/core';
import { dayMs } from './civil.ts';
import { core, english, zoned } from './joda.cjs';
import type { Parse } from './named.ts';
import { utc, type LocalToInstant } from './zone.ts';

export type Compiled =
  { readonly ok: true; readonly parse: Parse } | { readonly ok: false; readonly reason: string };

const quoted = /'(?:[^']|'')*'/g;
/** Letters that js-joda prints and reads as words, or by a country's weeks. */
const wordy = /M{3}|L{3}|Z{4}|[BEGOQWYaceqvwz]/;

const makeFormatter = (pattern: string): DateTimeFormatter => {
  const letters = pattern.replaceAll(quoted, '');
  const locale = wordy.test(letters) ? english() : undefined;
  const { DateTimeFormatter, ResolverStyle } = letters.includes('V') ? zoned() : core();
  const formatter = DateTimeFormatter.ofPattern(pattern).withResolverStyle(ResolverStyle.STRICT);
  return locale === undefined ? formatter : formatter.withLocale(locale);
};

/** What is left in a result when a time was written but is none, as `hh` without AM or PM. */
const hasLooseTime = (parsed: TemporalAccessor): boolean => {
  const { ChronoField } = core();
  return [
    ChronoField.AMPM_OF_DAY,
    ChronoField.HOUR_OF_AMPM,
    ChronoField.MINUTE_OF_HOUR,
    ChronoField.SECOND_OF_MINUTE,
    ChronoField.NANO_OF_SECOND,
  ].some((field) => parsed.isSupported(field));
};

/** Epoch ms of a parsed value. A date without a time is the start of that day. */
const instantOf = (parsed: TemporalAccessor, toInstant: LocalToInstant): number | undefined => {
  const { ChronoField, TemporalQueries } = core();
  const zone = parsed.query(TemporalQueries.zone());
  if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
    const nanos = parsed.getLong(ChronoField.NANO_OF_SECOND);
    return parsed.getLong(ChronoField.INSTANT_SECONDS) * 1000 + Math.floor(nanos / 1_000_000);
  }
  const date = parsed.query(TemporalQueries.localDate());
  const time = parsed.query(TemporalQueries.localTime());
  if (date === null) return undefined;
  if (time !== null) return toInstant(date.toEpochDay() * dayMs + Math.floor(time.toNanoOfDay() / 1_000_000));
  if (hasLooseTime(parsed)) return undefined;
  return zone === null
    ? toInstant(date.toEpochDay() * dayMs)
    : date.atStartOfDay(zone).toInstant().toEpochMilli();
};

const parserOf =
  (formatter: DateTimeFormatter, toInstant: LocalToInstant): Parse =>
  (value) => {
    // js-joda's own name for the machine's zone: results must not depend on the machine.
    if (value.includes('SYSTEM')) return undefined;
    try {
      return instantOf(formatter.parse(value), toInstant);
    } catch {
      return undefined;
    }
  };

/** A Thursday in July, in the afternoon: narrow names (`J`, `T`) and clocks of 12 hours without AM or PM do not come back as it. */
const sample = Date.UTC(2016, 6, 21, 15, 32, 12, 345);

const whyUnusable = (letters: string, text: string): string =>
  letters.includes('y') && !letters.includes('G')
    ? 'write the year as uuuu: yyyy is the year of an era, which is no year without the era (G)'
    : `what it writes ("${text}") does not tell a point in time: it needs a year (uuuu), a month, a day, and hours as HH or as hh with a`;

/** Why values of this pattern cannot be read; undefined when the sample, written and read, is on the same day. */
const faultOf = (formatter: DateTimeFormatter, pattern: string): string | undefined => {
  const { Instant, ZonedDateTime, ZoneId } = core();
  const text = formatter.format(ZonedDateTime.ofInstant(Instant.ofEpochMilli(sample), ZoneId.of('UTC')));
  const back = parserOf(formatter, utc)(text);
  const sameDay = back !== undefined && Math.floor(back / dayMs) === Math.floor(sample / dayMs);
  return sameDay && sample - back < dayMs ? undefined : whyUnusable(pattern.replaceAll(quoted, ''), text);
};

/**
 * Compiles any Java DateTimeFormatter pattern, resolved strictly, texts in English; values without a zone are in that of
 * `toInstant`. A pattern whose own output it cannot read back is refused with a reason, so that it is not stored to
 * fail on every event.
 */
export const compileWithJoda = (pattern: string, toInstant: LocalToInstant): Compiled => {
  try {
    const formatter = makeFormatter(pattern);
    const reason = faultOf(formatter, pattern);
    return reason === undefined ? { ok: true, parse: parserOf(formatter, toInstant) } : { ok: false, reason };
  } catch (cause) {
    return {
      ok: false,
      reason: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause),
    };
  }
};
