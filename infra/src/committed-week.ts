import { readFileSync, writeFileSync } from 'node:fs';
import { WeekOutOfRange } from './errors.ts';
import { startOf } from './weeks.ts';

/** The file that says of which week the plan is, so that the same commit gives the same plan on any day. */
export const weekFile = new URL('../week.json', import.meta.url);

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The committed week. Throws WeekOutOfRange when the file holds none. */
export const readWeek = (file: URL | string = weekFile): string => {
  const text = readFileSync(file, 'utf8');
  const value = parsed(text);
  const week = typeof value === 'object' && value !== null && 'week' in value ? value.week : undefined;
  if (typeof week !== 'string')
    throw new WeekOutOfRange(
      `${String(file)} must be like { "week": "2026-w48" }; it is ${text.slice(0, 100)}`,
    );
  startOf(week);
  return week;
};

/** Commits to a week, in the form that the formatter leaves as it is. */
export const writeWeek = (week: string, file: URL | string = weekFile): void => {
  writeFileSync(file, `{ "week": ${JSON.stringify(week)} }\n`);
};
