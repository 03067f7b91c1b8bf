/** Days and times as PostgreSQL's binary formats count them, from 2000-01-01; their texts are the engine's. */
const epochMs = Date.UTC(2000, 0, 1);
const dayMs = 86_400_000;

/** Milliseconds since 2000 of a day as text, `2026-11-23`, `0044-03-15 BC` or `0044-03-15 (BC)`; undefined when it is no day, or one beyond what Date knows. */
export const dayOf = (text: string): number | undefined => {
  const [, years = '', month = '', date = '', bc] = /^(\d+)-(\d\d)-(\d\d)(.*BC\)?)?$/.exec(text) ?? [];
  const moment = new Date(0);
  // The year before 1 is 1 BC: astronomers' year 0.
  moment.setUTCFullYear(
    bc === undefined ? Number(years) : 1 - Number(years),
    Number(month) - 1,
    Number(date),
  );
  const ms = moment.getTime();
  return years === '' || Number.isNaN(ms) ? undefined : ms - epochMs;
};

/** Days since 2000 as text; undefined beyond what Date knows. */
export const dayText = (days: number): string | undefined => {
  const moment = new Date(days * dayMs + epochMs);
  if (Number.isNaN(moment.getTime())) return undefined;
  const year = moment.getUTCFullYear();
  const digits = String(year > 0 ? year : 1 - year).padStart(4, '0');
  const rest = [moment.getUTCMonth() + 1, moment.getUTCDate()].map((one) => String(one).padStart(2, '0'));
  return `${[digits, ...rest].join('-')}${year > 0 ? '' : ' (BC)'}`;
};

/** Microseconds of a time of day, `10:20:30.123456`; undefined when it is none. */
export const timeOf = (text: string): bigint | undefined => {
  const [whole, hours, minutes, seconds, fraction = ''] =
    /^(\d\d):(\d\d):(\d\d)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const total = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return BigInt(total) * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6));
};

/** `10:20:30.123456` of microseconds within a day. */
export const timeText = (micros: bigint): string => {
  const two = (value: bigint) => String(value).padStart(2, '0');
  const seconds = micros / 1_000_000n;
  const fraction = String(micros % 1_000_000n).padStart(6, '0');
  return `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}.${fraction}`;
};

const dayMicros = 86_400_000_000n;

/** Microseconds since 2000 of `2026-11-23 10:20:30.123456+00`, with or without the offset, which is always UTC here; undefined when it is no moment. The engine writes `(BC)` before the time, PostgreSQL `BC` after it. */
export const momentOf = (text: string): bigint | undefined => {
  const [, date, before = '', time = '', after = ''] =
    /^(\d+-\d\d-\d\d)( \(BC\))?[ T]([\d:.]+)(?:\+00(?::00)?)?( BC)?$/.exec(text) ?? [];
  const [day, micros] = [dayOf(`${date ?? ''}${before}${after}`), timeOf(time)];
  return day === undefined || micros === undefined ? undefined : BigInt(day) * 1000n + micros;
};

/** The text of microseconds since 2000; undefined beyond what Date knows. */
export const momentText = (micros: bigint): string | undefined => {
  const time = ((micros % dayMicros) + dayMicros) % dayMicros;
  const day = dayText(Number((micros - time) / dayMicros));
  if (day === undefined) return undefined;
  const [date = '', ...bc] = day.split(' ');
  return [date, ...bc, timeText(time)].join(' ');
};
