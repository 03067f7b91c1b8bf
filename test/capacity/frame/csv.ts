import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { at, minuteMs, usualSpread, type Series } from './series.ts';

export interface CsvOptions {
  /** The column of the values; `value` in the traces. */
  readonly column: string;
  /** Seconds from one row to the next. */
  readonly intervalSeconds: number;
  /** Epoch ms of the first row; else what the column `timestamp` says there, else 2026-01-05 (a Monday). */
  readonly start?: number;
}

const mondayMs = Date.UTC(2026, 0, 5);

const rowsOf = (path: string): Record<string, string>[] => {
  try {
    return parse(readFileSync(path), { columns: true, skip_empty_lines: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${path} cannot be read as a CSV file with a head line: ${reason}`, { cause: error });
  }
};

/** Reads a series of a CSV file with a head line; the rows are taken to follow each other without a gap. Throws where the file is not that, and names row and column. */
export const readSeries = (path: string, options: CsvOptions): Series => {
  const rows = rowsOf(path);
  const values = Float64Array.from(rows, (row, i) => valueOf(row, i, path, options.column));
  if (values.length < 2)
    throw new Error(`${path}: a series needs at least two rows, these are ${values.length}`);
  const stamp = Date.parse(`${rows[0]?.['timestamp'] ?? ''}Z`.replace(' ', 'T'));
  const start = options.start ?? (Number.isNaN(stamp) ? mondayMs : stamp);
  return {
    name: basename(path, '.csv'),
    start: Math.floor(start / minuteMs) * minuteMs,
    demand: perMinute(values, options.intervalSeconds),
    spread: usualSpread,
  };
};

const valueOf = (row: Record<string, string>, i: number, path: string, column: string): number => {
  const text = row[column];
  if (text === undefined)
    throw new Error(`${path}: there is no column "${column}"; there are ${Object.keys(row).join(', ')}`);
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value))
    throw new Error(`${path}, line ${i + 2}, column ${column}: "${text}" is no number of 0 or more`);
  return value;
};

/** Rows of up to 5 minutes are held for their length, those of shorter than a minute averaged; longer ones are joined by straight lines (CAPACITY 3). */
const perMinute = (values: Float64Array, seconds: number): Float64Array => {
  if (!(seconds > 0)) throw new Error(`--interval is seconds above 0, not ${seconds}`);
  const step = seconds / 60;
  const minutes = Math.floor(values.length * step);
  if (step > 5)
    return Float64Array.from({ length: minutes }, (_, minute) => {
      const [left, share] = [Math.floor(minute / step), (minute / step) % 1];
      return at(values, left) * (1 - share) + at(values, Math.min(left + 1, values.length - 1)) * share;
    });
  return Float64Array.from({ length: minutes }, (_, minute) =>
    meanOf(values, minute / step, (minute + 1) / step),
  );
};

const meanOf = (values: Float64Array, from: number, to: number): number => {
  const part = values.subarray(Math.floor(from), Math.max(Math.floor(from) + 1, Math.floor(to)));
  return part.reduce((sum, value) => sum + value, 0) / part.length;
};
