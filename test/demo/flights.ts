import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';

/** One flight of the data set. */
export interface Flight {
  /** Epoch ms. */
  readonly at: number;
  /** Minutes; negative when it came early. */
  readonly delay: number;
  /** Miles. */
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
  /** Not in the data set: the field that the senders begin to send one day, without telling anybody. */
  readonly gate?: number;
}

const file = fileURLToPath(new URL('../data/flights-3m.parquet', import.meta.resolve('vega-datasets')));
const weekMs = 7 * 24 * 3_600_000;

/** Made of the flight alone, so that two rows of the data set that are alike stay alike. */
const gateOf = (origin: string, destination: string, distance: number): number =>
  1 + ((origin.charCodeAt(0) * 31 + destination.charCodeAt(2) * 17 + distance) % 40);

/**
 * The first flights of the public data set of the U.S. Bureau of Transportation Statistics in vega-datasets (January 2001), moved by
 * whole weeks to the last ones before now: weekdays stay, and it looks as if the events had just come in.
 * @param now epoch ms
 */
export const readFlights = async (count: number, now: number): Promise<readonly Flight[]> => {
  const connection = await (await DuckDBInstance.create()).connect();
  const result = await connection.runAndReadAll(
    `SELECT epoch_ms(date) AS at, delay, distance, origin, destination FROM '${file.replaceAll("'", "''")}' LIMIT ${count}`,
  );
  const rows = result.getRows();
  connection.closeSync();
  const numbers = rows.map(([at]) => Number(at));
  const last = numbers.reduce((most, at) => Math.max(most, at), 0);
  const moved = Math.floor((now - last) / weekMs) * weekMs;
  return rows.map(([at, delay, distance, origin, destination], i) => {
    const flight = {
      at: Number(at) + moved,
      delay: Number(delay),
      distance: Number(distance),
      origin: String(origin),
      destination: String(destination),
    };
    return i < rows.length / 2
      ? flight
      : { ...flight, gate: gateOf(flight.origin, flight.destination, flight.distance) };
  });
};

/** The event of a flight, as a sender would make it. */
export const eventOf = ({ at, ...fields }: Flight): string =>
  JSON.stringify({ metrictype: 'flights', timestamp: at, ...fields });

/** Events that are wrong, each in its way. */
export interface Wrong {
  readonly kind: string;
  /** The code of the error record, or of the front door's refusal. */
  readonly code: string;
  readonly isRejected: boolean;
  readonly events: readonly string[];
}

const wrong = (
  kind: string,
  code: string,
  count: number,
  event: (i: number) => object,
  isRejected = false,
): Wrong => ({
  kind,
  code,
  isRejected,
  events: Array.from({ length: count }, (_, i) => JSON.stringify(event(i))),
});

/** What goes wrong in the field, some hundred times. */
export const wrongEvents = (now: number): readonly Wrong[] => [
  wrong('no timestamp', 'NoTimestamp', 400, (i) => ({ metrictype: 'flights', delay: i })),
  wrong('a timestamp nobody can read', 'BadTimestamp', 300, (i) => ({
    metrictype: 'flights',
    timestamp: 'yesterday at noon',
    delay: i,
  })),
  wrong('seconds instead of milliseconds', 'EpochSeconds', 200, (i) => ({
    metrictype: 'flights',
    timestamp: Math.floor(now / 1000) - i,
    delay: i,
  })),
  wrong('no metric', 'NoMetric', 100, (i) => ({ timestamp: now - i, delay: i })),
  wrong(
    'a reserved name',
    'ForbiddenName',
    50,
    (i) => ({ metrictype: 'flights', timestamp: now - i, _flag: i }),
    true,
  ),
];
