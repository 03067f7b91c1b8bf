import type { MetricLoad } from '@sluice/core/lake';
import type { Dialect } from './dialects/dialect.ts';

/**
 * A load as a warehouse takes it: with its wide rows where texts may be that long. Elsewhere those stay out of it, and one long text of one
 * event holds up nothing; they are in the lake, and `wide` names the files that keep them aside.
 */
export const fitted = (load: MetricLoad, { limits }: Dialect): MetricLoad => {
  const { wide, ...rest } = load;
  if (wide === undefined || wide.maxBytes > limits.textBytes) return load;
  return { ...rest, rows: load.rows + wide.rows, files: [...load.files, ...wide.files] };
};

/** What of a {@link fitted} load the warehouse does not get, for people; null when it gets all. */
export const leftOut = ({ wide }: MetricLoad, { limits }: Dialect): string | null =>
  wide === undefined
    ? null
    : `${wide.rows} ${wide.rows === 1 ? 'row is' : 'rows are'} left out: the longest text has ${wide.maxBytes} bytes, and the warehouse takes ${limits.textBytes}; the lake has them, and ${wide.files.map(({ key }) => key).join(', ')}`;
