import { dayMs, epochDay, isDate } from './civil.ts';

const days = ['thu', 'fri', 'sat', 'sun', 'mon', 'tue', 'wed']; // 1970-01-01 was a Thursday
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const form = new RegExp(
  String.raw`^(?:(${days.join('|')}), )?(\d{1,2}) (${months.join('|')}) (\d{4}) ` +
    String.raw`(\d{2}):(\d{2})(?::(\d{2}))? (?:GMT|([+-])(\d{2})(\d{2}))$`,
  'i',
);

/** Milliseconds of the day; 24:00 is its end, as in Java. NaN when it is no time. */
const timeOf = (hour: number, minute: number, second: number): number =>
  (hour < 24 || (hour === 24 && minute === 0 && second === 0)) && minute < 60 && second < 60
    ? hour * 3_600_000 + minute * 60_000 + second * 1000
    : Number.NaN;

const offsetOf = (sign: string | undefined, hours: number, minutes: number): number => {
  if (sign === undefined) return 0;
  const ms = hours * 3_600_000 + minutes * 60_000;
  return minutes < 60 && ms <= 18 * 3_600_000 ? (sign === '-' ? -ms : ms) : Number.NaN;
};

/**
 * Epoch ms of an RFC 1123 date such as `Thu, 21 Jan 2016 15:32:12 GMT` or `21 Jan 2016 15:32 -0800`; undefined when it
 * is none. Takes what Java's RFC_1123_DATE_TIME is documented to take, in any case. Two differences, on purpose: `31 Feb`
 * is refused where Java takes the month's last day, and numbers have exactly the digits that the RFC gives them.
 */
export const parseRfc1123 = (value: string): number | undefined => {
  const match = form.exec(value);
  if (match === null) return undefined;
  const [, weekday, dayText, monthName = '', yearText, hour, minute, second = '0', sign, hours, minutes] =
    match;
  const [year, month, day] = [Number(yearText), months.indexOf(monthName.toLowerCase()) + 1, Number(dayText)];
  if (!isDate(year, month, day)) return undefined;
  const date = epochDay(year, month, day);
  if (weekday !== undefined && days[((date % 7) + 7) % 7] !== weekday.toLowerCase()) return undefined;
  const time = timeOf(Number(hour), Number(minute), Number(second));
  const at = date * dayMs + time - offsetOf(sign, Number(hours), Number(minutes));
  return Number.isNaN(at) ? undefined : at;
};
