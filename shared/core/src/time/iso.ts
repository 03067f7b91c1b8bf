import { dayMs, epochDay, isDate } from './civil.ts';
import { fourDigits, isDigitAt, millisOf, twoDigits } from './digits.ts';
import type { LocalToInstant } from './zone.ts';

/** `instant` and `offset` want an offset in the value, `local` takes values without one too. */
export type IsoForm = 'instant' | 'offset' | 'local';

const colon = 58;
const dash = 45;
const plus = 43;
const dot = 46;

/** Days of the date at the start of the value; NaN when it is none. */
const readDate = (text: string): number => {
  const year = fourDigits(text, 0);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const shaped =
    text.charCodeAt(4) === dash && text.charCodeAt(7) === dash && (text.charCodeAt(10) | 32) === 116;
  return shaped && isDate(year, month, day) ? epochDay(year, month, day) : Number.NaN;
};

const limitOfOffset = 18 * 3600;

/** Seconds of an offset `Z`, `+HH:MM` or `+HH:MM:SS` that ends the value; NaN when there is none. */
const readOffset = (text: string, at: number): number => {
  const sign = text.charCodeAt(at);
  const left = text.length - at;
  if (left === 1) return (sign | 32) === 122 ? 0 : Number.NaN;
  if ((left !== 6 && left !== 9) || (sign !== plus && sign !== dash)) return Number.NaN;
  const minutes = twoDigits(text, at + 4);
  const seconds = left === 9 ? twoDigits(text, at + 7) : 0;
  const colons = text.charCodeAt(at + 3) === colon && (left === 6 || text.charCodeAt(at + 6) === colon);
  const total = twoDigits(text, at + 1) * 3600 + minutes * 60 + seconds;
  if (!colons || minutes > 59 || seconds > 59 || !(total <= limitOfOffset)) return Number.NaN;
  return sign === plus ? total : -total;
};

/** The end of the digits from a position on, at most nine of them. */
const endOfFraction = (text: string, at: number): number => {
  let end = at;
  while (end - at < 9 && isDigitAt(text, end)) end++;
  return end;
};

/** ISO_INSTANT alone knows 24:00:00, the end of the day, and 23:59:60, a leap second, which it reads as second 59. */
const timeOfInstant = (hour: number, minute: number, second: number, fractionIsZero: boolean): number => {
  if (hour === 24 && minute === 0 && second === 0 && fractionIsZero) return dayMs;
  return hour === 23 && minute === 59 && second === 60 ? dayMs - 1000 : Number.NaN;
};

const isZero = (text: string, from: number, to: number): boolean => {
  for (let i = from; i < to; i++) if (text.charCodeAt(i) !== 48) return false;
  return true;
};

/**
 * Epoch ms of an ISO 8601 date and time as Java's formatters of that form read it, fractions of a millisecond cut;
 * undefined when it is none. A value without an offset is in the zone of `toInstant`. Values that begin with a sign
 * or end with a region in brackets are none here: the caller has another way for them.
 */
export const parseIso = (text: string, form: IsoForm, toInstant: LocalToInstant): number | undefined => {
  const day = readDate(text);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  if (text.charCodeAt(13) !== colon) return undefined;
  let at = 16;
  let second = 0;
  let millis = 0;
  let fraction = at;
  if (text.charCodeAt(16) === colon) {
    second = twoDigits(text, 17);
    at = fraction = 19;
    if (text.charCodeAt(19) === dot) {
      fraction = 20;
      at = endOfFraction(text, 20);
      millis = millisOf(text, 20, at - 20);
    }
  } else if (form === 'instant') return undefined;
  let time = hour * 3_600_000 + minute * 60_000 + second * 1000;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) {
    if (form !== 'instant') return undefined;
    time = timeOfInstant(hour, minute, second, isZero(text, fraction, at));
  }
  const local = day * dayMs + time + millis;
  if (local !== local) return undefined;
  if (at === text.length) return form === 'local' ? toInstant(local) : undefined;
  const offset = readOffset(text, at);
  return offset !== offset ? undefined : local - offset * 1000;
};
