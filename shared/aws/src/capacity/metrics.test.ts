import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, describe, expect, it } from 'vitest';
import { streamMetricsContract, tableMetricsContract } from '@sluice/testing/contracts/capacity-metrics';
import { clientSettings } from '../clients/index.ts';
import { onEmulator } from '../testing/clients.ts';
import { startMoto } from '../testing/moto.ts';
import { answer, jsonOf, RewritingHandler } from '../testing/service-faults.ts';
import { cloudWatchStreamMetrics, cloudWatchTableMetrics } from './index.ts';

const moto = await startMoto('metrics of CloudWatch');
const settings = { ...clientSettings({ answerMs: 60_000 }), ...onEmulator(moto?.port ?? 1) };
const client = new CloudWatchClient(settings);
afterAll(async () => {
  settings.requestHandler.destroy();
  await moto?.close();
});

/** As the services tell it: a value of each metric that there is. */
const telling =
  (namespace: string, dimension: string, names: Readonly<Record<string, string>>) =>
  async (resource: string, minute: { readonly at: number }): Promise<void> => {
    const values = new Map<string, unknown>(Object.entries(minute));
    const MetricData = Object.entries(names).flatMap(([field, name]) => {
      const value = values.get(field);
      return typeof value !== 'number'
        ? []
        : [
            {
              MetricName: name,
              Timestamp: new Date(minute.at),
              Value: value,
              Dimensions: [{ Name: dimension, Value: resource }],
            },
          ];
    });
    await client.send(new PutMetricDataCommand({ Namespace: namespace, MetricData }));
  };

describe.skipIf(moto === undefined)('on moto', () => {
  streamMetricsContract('CloudWatch', async () => ({
    metrics: cloudWatchStreamMetrics(client),
    tell: telling('AWS/Kinesis', 'StreamName', {
      records: 'IncomingRecords',
      bytes: 'IncomingBytes',
      throttledRecords: 'WriteProvisionedThroughputExceeded',
      iteratorAgeMs: 'GetRecords.IteratorAgeMilliseconds',
    }),
  }));
  tableMetricsContract('CloudWatch', async () => ({
    metrics: cloudWatchTableMetrics(client),
    tell: telling('AWS/DynamoDB', 'TableName', {
      writes: 'ConsumedWriteCapacityUnits',
      reads: 'ConsumedReadCapacityUnits',
      throttledWrites: 'WriteThrottleEvents',
      throttledReads: 'ReadThrottleEvents',
    }),
  }));
});

interface Asked {
  readonly NextToken?: string;
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Metric: {
        readonly MetricName: string;
        readonly Dimensions: readonly { readonly Value: string }[];
      };
      readonly Period: number;
      readonly Stat: string;
    };
  }[];
}

/** CloudWatch, made up: a body for each call. */
const answering = (body: (asked: Asked, call: number) => object, status = 200) => {
  const asked: Asked[] = [];
  const made = new CloudWatchClient({
    ...settings,
    maxAttempts: 1,
    requestHandler: new RewritingHandler((request) => {
      const input = jsonOf(request) as Asked;
      asked.push(input);
      const text = JSON.stringify(body(input, asked.length - 1));
      return Promise.resolve(answer(status, text, 'application/x-amz-json-1.0'));
    }),
  });
  return { asked, streams: cloudWatchStreamMetrics(made), tables: cloudWatchTableMetrics(made) };
};

const from = Date.UTC(2026, 10, 23, 3);
const [minute, hour] = [60_000, 3_600_000];
const seconds = (at: number): number => at / 1_000;

describe('GetMetricData', () => {
  it('is called once for all streams, by the minute', async () => {
    const { asked, streams } = answering(() => ({ MetricDataResults: [] }));
    const names = Array.from({ length: 100 }, (_, i) => `stream-${i}`);
    expect((await streams.read(names, from, from + hour)).size).toBe(100);
    expect(asked).toHaveLength(1);
    const queries = asked[0]?.MetricDataQueries ?? [];
    expect(queries).toHaveLength(500);
    expect(new Set(queries.map(({ Id }) => Id)).size).toBe(500);
    expect(new Set(queries.map(({ MetricStat }) => MetricStat.Period))).toEqual(new Set([60]));
    expect(
      queries.slice(0, 5).map(({ MetricStat: { Stat, Metric } }) => `${Stat} ${Metric.MetricName}`),
    ).toEqual([
      'Sum IncomingRecords',
      'Sum IncomingBytes',
      'Sum WriteProvisionedThroughputExceeded',
      'Sum PutRecords.ThrottledRecords',
      'Maximum GetRecords.IteratorAgeMilliseconds',
    ]);
  });

  it('takes 500 metrics: the next ones are asked for in another call', async () => {
    const { asked, tables } = answering(({ MetricDataQueries }) => ({
      MetricDataResults: MetricDataQueries.slice(0, 1).map(({ Id }) => ({
        Id,
        Timestamps: [seconds(from)],
        Values: [7],
      })),
    }));
    const names = Array.from({ length: 126 }, (_, i) => `table-${i}`);
    const found = await tables.read(names, from, from + hour);
    expect(asked.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([500, 4]);
    expect(found.get('table-0')).toEqual([{ at: from, writes: 7 }]);
    expect(found.get('table-125')).toEqual([{ at: from, writes: 7 }]);
    expect(found.get('table-1')).toEqual([]);
  });

  it('is read to its last page, also where a metric goes on in the next one', async () => {
    const pages = [
      { NextToken: 'a', MetricDataResults: [{ Id: 'q0', StatusCode: 'PartialData', Timestamps: [seconds(from)], Values: [1] }] },
      { NextToken: 'b', MetricDataResults: [] },
      { MetricDataResults: [{ Id: 'q0', StatusCode: 'Complete', Timestamps: [seconds(from + minute)], Values: [2] }] },
    ]; // prettier-ignore
    const { asked, streams } = answering((_, call) => pages[call] ?? {});
    const found = await streams.read(['raw'], from, from + hour);
    expect(found.get('raw')).toEqual([
      { at: from, records: 1 },
      { at: from + minute, records: 2 },
    ]);
    expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, 'a', 'b']);
    expect(asked.map(({ MetricDataQueries }) => MetricDataQueries.length)).toEqual([5, 5, 5]);
  });

  it('tells refusals twice, of which the higher counts, and other minutes, which do not', async () => {
    const Timestamps = [from - minute, from, from + minute, from + hour].map(seconds);
    const { streams } = answering(() => ({
      MetricDataResults: [
        { Id: 'q2', Timestamps, Values: [9, 3, 5, 9] },
        { Id: 'q3', Timestamps, Values: [9, 4, 0, 9] },
        { Id: 'q9', Timestamps, Values: [9, 9, 9, 9] },
      ],
    }));
    expect((await streams.read(['raw'], from, from + hour)).get('raw')).toEqual([
      { at: from, throttledRecords: 4 },
      { at: from + minute, throttledRecords: 5 },
    ]);
  });

  it.each(['InternalError', 'Forbidden'])(
    '%s of one metric is an outage, not an absence',
    async (StatusCode) => {
      const { streams } = answering(() => ({
        MetricDataResults: [{ Id: 'q0', Label: 'IncomingRecords', StatusCode }],
      }));
      await expect(streams.read(['raw'], from, from + hour)).rejects.toMatchObject({
        name: 'OutOfService',
        message: `read the metric IncomingRecords: ${StatusCode}`,
      });
    },
  );

  it.each([
    [400, 'Throttling', { name: 'OutOfService' }],
    [403, 'AccessDenied', { name: 'OutOfService' }],
    [500, 'InternalServiceFault', { name: 'OutOfService' }],
    [400, 'SomethingNew', { name: 'OutOfService' }],
    [400, 'InvalidParameterValueException', { name: 'SluiceError', class: 'ours' }],
  ])('%i %s is told as what it is', async (status, __type, expected) => {
    const { streams } = answering(() => ({ __type, message: 'no' }), status);
    await expect(streams.read(['raw'], from, from + hour)).rejects.toMatchObject(expected);
  });
});
