import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSeries } from './frame/csv.ts';
import { generatedSeries } from './frame/generated.ts';
import type { Series } from './frame/series.ts';
import { recordedSeries } from './frame/traces.ts';

export const usage = `npm run bench:capacity [-- OPTIONS]
  --trace FILE.csv --column NAME --interval SECONDS [--start ISO]   one series of your own, in place of all others
  --traces FOLDER   where the recorded series lie (default ../shared/traces)
  --only NAME       the series whose names hold this
  --seed NUMBER     of the generated series (default 1)
  --plots FOLDER    where plots are written (default docs/capacity; "none": nowhere)`;

export interface Options {
  /** Not yet scaled. */
  readonly series: readonly Series[];
  /** Recorded series that are not there. */
  readonly missing: readonly string[];
  readonly plots: string | undefined;
}

const repository = dirname(dirname(import.meta.dirname));

const numberOf = (name: string, text: string | undefined): number => {
  const value = Number(text);
  if (text === undefined || text.trim() === '' || !Number.isFinite(value))
    throw new Error(`--${name} is a number, not "${text ?? ''}"`);
  return value;
};

const ownSeries = (trace: string, values: { column?: string; interval?: string; start?: string }): Series => {
  if (values.column === undefined) throw new Error('--trace wants --column NAME');
  const start = values.start === undefined ? undefined : Date.parse(values.start);
  if (Number.isNaN(start))
    throw new Error(`--start is a time as 2026-01-05T00:00:00Z, not "${values.start}"`);
  return readSeries(trace, {
    column: values.column,
    intervalSeconds: numberOf('interval', values.interval),
    ...(start === undefined ? {} : { start }),
  });
};

/** Reads what is asked for. Throws, with what is wrong, where it cannot be run. */
export const readOptions = (args: readonly string[]): Options => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      trace: { type: 'string' },
      column: { type: 'string' },
      interval: { type: 'string' },
      start: { type: 'string' },
      traces: { type: 'string', default: join(repository, '..', 'shared', 'traces') },
      only: { type: 'string', default: '' },
      seed: { type: 'string', default: '1' },
      plots: { type: 'string', default: join(repository, 'docs', 'capacity') },
    },
  });
  const plots = values.plots === 'none' ? undefined : values.plots;
  if (values.trace !== undefined) return { series: [ownSeries(values.trace, values)], missing: [], plots };
  const { series, missing } = recordedSeries(values.traces);
  const all = [...series, ...generatedSeries(numberOf('seed', values.seed))];
  return { series: all.filter(({ name }) => name.includes(values.only)), missing, plots };
};
