import { parseIso, type IsoForm } from './iso.ts';
import { isRegion } from './region.ts';
import { parseRfc1123 } from './rfc1123.ts';
import type { LocalToInstant } from './zone.ts';

/** Epoch ms of a value; undefined when it does not fit. */
export type Parse = (value: string) => number | undefined;

const signedYear = /^\+0{1,6}(?=\d{4}-)/;

/** Java takes more than four digits of a year behind a plus sign; years after 9999 are out of range for us anyway. */
const withoutSign = (value: string): string =>
  value.startsWith('+') ? value.replace(signedYear, '') : value;

const isoParser =
  (form: IsoForm, toInstant: LocalToInstant): Parse =>
  (value) =>
    parseIso(withoutSign(value), form, toInstant);

/** Also takes a region in brackets behind an offset. The offset decides, as in Java; the region must only be one. */
const regionParser =
  (form: IsoForm, toInstant: LocalToInstant): Parse =>
  (value) => {
    if (!value.endsWith(']')) return parseIso(withoutSign(value), form, toInstant);
    const open = value.indexOf('[');
    if (open < 0) return undefined;
    const at = parseIso(withoutSign(value.slice(0, open)), 'offset', toInstant);
    return at !== undefined && isRegion(value.slice(open + 1, -1)) ? at : undefined;
  };

const makers: Readonly<Record<string, (toInstant: LocalToInstant) => Parse>> = {
  ISO_DATE_TIME: (toInstant) => regionParser('local', toInstant),
  ISO_OFFSET_DATE_TIME: (toInstant) => isoParser('offset', toInstant),
  ISO_ZONED_DATE_TIME: (toInstant) => regionParser('offset', toInstant),
  ISO_INSTANT: (toInstant) => isoParser('instant', toInstant),
  RFC_1123_DATE_TIME: () => parseRfc1123,
};

/** The names of Java formatters that stand for a pattern. */
export const patternNames: readonly string[] = Object.keys(makers);

/** The parser of a named Java formatter, in any case; undefined when the name is none. The parser gives epoch ms, or undefined. */
export const namedParser = (name: string, toInstant: LocalToInstant): Parse | undefined => {
  const upper = name.toUpperCase();
  return Object.hasOwn(makers, upper) ? makers[upper]?.(toInstant) : undefined;
};
