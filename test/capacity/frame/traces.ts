import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readSeries } from './csv.ts';
import type { Series } from './series.ts';

/** Recorded series (see the README beside them); they lie outside the repository. */
const recorded = [
  ['nyc_taxi.csv', 1_800],
  ['elb_request_count_8c0756.csv', 300],
  ['Twitter_volume_AAPL.csv', 300],
] as const;

export interface Recorded {
  readonly series: readonly Series[];
  /** Files that are not there. */
  readonly missing: readonly string[];
}

/** The recorded series that `folder` holds, not yet scaled. */
export const recordedSeries = (folder: string): Recorded => {
  const there = recorded.filter(([file]) => existsSync(join(folder, file)));
  return {
    series: there.map(([file, intervalSeconds]) =>
      readSeries(join(folder, file), { column: 'value', intervalSeconds }),
    ),
    missing: recorded.map(([file]) => join(folder, file)).filter((path) => !existsSync(path)),
  };
};
