export const dayMs = 86_400_000;

/** 0001-01-01T00:00:00.000Z and 9999-12-31T23:59:59.999Z: what four digits of a year can say. */
export const firstTimestamp = -62_135_596_800_000;
export const lastTimestamp = 253_402_300_799_999;

/** True for whole milliseconds of the years 0001 to 9999. */
export const isTimestamp = (at: number): boolean =>
  Number.isInteger(at) && at >= firstTimestamp && at <= lastTimestamp;

const monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** True when the month (1 to 12) of the year has the day. */
export const isDate = (year: number, month: number, day: number): boolean =>
  day >= 1 && day <= (month === 2 && isLeap(year) ? 29 : (monthDays[month - 1] ?? 0));

/**
 * Days from 1970-01-01 to a valid date of the Gregorian calendar, year 0 or later. The year is taken to begin in
 * March, so that the leap day is its last (H. Hinnant, "chrono-compatible low-level date algorithms").
 */
export const epochDay = (year: number, month: number, day: number): number => {
  const y = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + dayOfYear - 719_468;
};
