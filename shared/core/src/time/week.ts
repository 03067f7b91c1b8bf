import type { TableName } from '../layout/paths.ts';
import { dayMs, epochDay } from './civil.ts';

const weekMs = 7 * dayMs;
/** 1970-01-05 was the first Monday of the epoch. */
const firstMonday = 4 * dayMs;

/** The Monday 00:00 UTC at or before an instant, epoch ms. ISO 8601 weeks start on Monday. */
export const startOfWeek = (at: number): number =>
  firstMonday + Math.floor((at - firstMonday) / weekMs) * weekMs;

let cachedStart = Number.NaN;
let cachedName = '';

/** The weekly table of an instant, `2026-w47`: the year is that of the week's Thursday, so weeks never overlap at the year's end. */
export const weekOf = (at: number): TableName => {
  const monday = startOfWeek(at);
  if (monday === cachedStart) return cachedName;
  const thursday = monday + 3 * dayMs;
  const year = new Date(thursday).getUTCFullYear();
  const number = Math.floor((thursday - epochDay(year, 1, 1) * dayMs) / weekMs) + 1;
  cachedStart = monday;
  cachedName = `${String(year).padStart(4, '0')}-w${String(number).padStart(2, '0')}`;
  return cachedName;
};

const weekPattern = /^(\d{4})-w(\d{2})$/;

/** First and last millisecond of a weekly table; undefined when the name is none (`late`, a week 54). */
export const weekRange = (
  table: TableName,
): { readonly first: number; readonly last: number } | undefined => {
  const match = weekPattern.exec(table);
  if (match === null) return undefined;
  // January 4th is always in week 1.
  const first = startOfWeek(epochDay(Number(match[1]), 1, 4) * dayMs) + (Number(match[2]) - 1) * weekMs;
  return weekOf(first) === table ? { first, last: first + weekMs - 1 } : undefined;
};

/** The weeks that have a table: retention weeks back from now's week, and the next week. */
export const windowOf = (
  now: number,
  retentionWeeks: number,
): { readonly first: number; readonly last: number } => {
  const week = startOfWeek(now);
  return { first: week - retentionWeeks * weekMs, last: week + 2 * weekMs - 1 };
};

/** The table an event goes to: its week's if that is inside the window, else the late table. */
export const tableOf = (timestamp: number, now: number, retentionWeeks: number): TableName => {
  const window = windowOf(now, retentionWeeks);
  return timestamp >= window.first && timestamp <= window.last ? weekOf(timestamp) : 'late';
};
