import {
  GetMetricDataCommand,
  type CloudWatchClient,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import { OutOfService } from '@sluice/core/failure';
import { calling } from '../shared/calling.ts';
import { everyService, type Reactions } from '../shared/reaction.ts';

/** What one metric of a resource says of a minute. Of two that have the same field the higher counts. */
export interface MinuteMetric<Field extends string> {
  readonly field: Field;
  readonly name: string;
  readonly statistic: 'Sum' | 'Maximum';
}

/** Metrics of resources of one kind. */
export interface MinuteMetrics<Field extends string> {
  readonly namespace: string;
  /** By which a resource is named: `StreamName`. */
  readonly dimension: string;
  readonly metrics: readonly MinuteMetric<Field>[];
}

export type Minute<Field extends string> = { readonly at: number } & Readonly<Partial<Record<Field, number>>>;

const reactions: Reactions = {
  ...everyService,
  InternalServiceFault: 'again',
  InvalidNextToken: 'again',
  LimitExceededException: 'again',
  InvalidParameterValue: 'refused',
  InvalidParameterValueException: 'refused',
  InvalidParameterCombination: 'refused',
  InvalidParameterCombinationException: 'refused',
  MissingParameter: 'refused',
  MissingRequiredParameterException: 'refused',
  ValidationError: 'refused',
};

const minuteMs = 60_000;
/** GetMetricData's most (CAPACITY F9). Its 100,800 values a page are more than three hours of that. */
const queriesPerCall = 500;

interface Query<Field extends string> extends MinuteMetric<Field> {
  readonly resource: string;
}

interface Asked {
  readonly client: CloudWatchClient;
  readonly from: number;
  readonly to: number;
}

const asDataQuery = <Field extends string>(
  { resource, name, statistic }: Query<Field>,
  index: number,
  { namespace, dimension }: MinuteMetrics<Field>,
): MetricDataQuery => ({
  Id: `q${index}`,
  MetricStat: {
    Metric: { Namespace: namespace, MetricName: name, Dimensions: [{ Name: dimension, Value: resource }] },
    Period: minuteMs / 1_000,
    Stat: statistic,
  },
});

/** A result that the service could not make is no absence of load. */
const checked = (result: MetricDataResult): MetricDataResult => {
  const { StatusCode, Label, Messages = [] } = result;
  if (StatusCode !== 'InternalError' && StatusCode !== 'Forbidden') return result;
  const why = Messages.map(({ Code, Value }) => `${Code ?? ''} ${Value ?? ''}`).join('; ');
  throw new OutOfService(`read the metric ${Label ?? ''}: ${StatusCode} ${why}`.trimEnd());
};

/** All pages of one call: a result may go on in the next one. */
async function* results(
  MetricDataQueries: MetricDataQuery[],
  { client, from, to }: Asked,
): AsyncGenerator<MetricDataResult> {
  const input = {
    MetricDataQueries,
    StartTime: new Date(from),
    EndTime: new Date(to),
    ScanBy: 'TimestampAscending' as const,
  };
  let token: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      ...input,
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page: GetMetricDataCommandOutput = await calling('read metrics', reactions, () =>
      client.send(command),
    );
    for (const result of page.MetricDataResults ?? []) yield checked(result);
    token = page.NextToken;
  } while (token !== undefined);
}

/** Values of a page by their minutes; those outside, and what is no number, were not told. */
const pointsOf = ({ Timestamps = [], Values = [] }: MetricDataResult, { from, to }: Asked) =>
  Timestamps.flatMap((time, i) => {
    const [at, value] = [time.getTime(), Values[i]];
    return value !== undefined && Number.isFinite(value) && at >= from && at < to ? [{ at, value }] : [];
  });

type Values<Field extends string> = Partial<Record<Field, number>>;

/** Minutes of resources, as they are told. */
class Table<Field extends string> {
  readonly #rows = new Map<string, Map<number, Values<Field>>>();

  constructor(resources: readonly string[]) {
    for (const one of resources) this.#rows.set(one, new Map());
  }

  tell({ resource, field }: Query<Field>, at: number, value: number): void {
    const row = this.#rows.get(resource);
    const values: Values<Field> = row?.get(at) ?? {};
    values[field] = Math.max(values[field] ?? 0, value);
    row?.set(at, values);
  }

  minutes(): ReadonlyMap<string, readonly Minute<Field>[]> {
    const ascending = (row: Map<number, Values<Field>>) => [...row].toSorted(([a], [b]) => a - b);
    return new Map(
      [...this.#rows].map(([resource, row]) => [
        resource,
        ascending(row).map(([at, values]) => ({ at, ...values })),
      ]),
    );
  }
}

/**
 * Minutes of resources from `from` up to `to` (epoch ms), only whole ones: of the one that goes on nothing is told yet that counts. All are
 * asked for in one call, up to 500 metrics. Throws OutOfService, also when a single metric could not be read.
 */
export const readMinutes = async <Field extends string>(
  client: CloudWatchClient,
  kind: MinuteMetrics<Field>,
  resources: readonly string[],
  from: number,
  to: number,
): Promise<ReadonlyMap<string, readonly Minute<Field>[]>> => {
  const whole = (ms: number): number => ms * minuteMs;
  const asked = { client, from: whole(Math.ceil(from / minuteMs)), to: whole(Math.floor(to / minuteMs)) };
  const known = [...new Set(resources)];
  const table = new Table<Field>(known);
  if (asked.from >= asked.to) return table.minutes();
  const queries = known.flatMap((resource) => kind.metrics.map((one) => ({ ...one, resource })));
  for (let first = 0; first < queries.length; first += queriesPerCall) {
    const some = queries.slice(first, first + queriesPerCall);
    const dataQueries = some.map((query, i) => asDataQuery(query, i, kind));
    for await (const result of results(dataQueries, asked)) {
      const query = some[Number(result.Id?.slice(1))];
      if (query === undefined) continue;
      for (const { at, value } of pointsOf(result, asked)) table.tell(query, at, value);
    }
  }
  return table.minutes();
};
