import { describe, expect, it } from 'vitest';
import footprints from '../footprints.json' with { type: 'json' };
import { batchBill } from './batch-services.ts';
import { assumed, deployedIn } from './deployed.ts';
import { flowOf } from './flow.ts';
import { memberBytes } from './footprint.ts';
import { readOptions } from './options.ts';
import { tiered } from './prices.ts';
import { goalAt, report } from './report.ts';
import { scalersBill } from './scalers.ts';
import { wakesAMonth } from './schedule.ts';
import { billOf, type Choice } from './services.ts';

const traffic = readOptions(['--requests', '100']);
const choice: Choice = { frontDoor: 'HTTP API', streams: 'provisioned', tables: 'on-demand' };
const bill = (requests: number, over: Partial<Choice> = {}) =>
  billOf(flowOf({ ...traffic, requestsPerSecond: requests }, assumed, undefined), assumed, {
    ...choice,
    ...over,
  });

describe('a footprint', () => {
  it('is what was measured, at the measured points', () => {
    for (const row of footprints.rawRecord)
      row.bytes.forEach((bytes, index) => {
        expect(memberBytes('rawRecord', footprints.eventCounts[index] ?? 0, row.eventBytes)).toBeCloseTo(
          bytes,
          3,
        );
      });
  });

  it('lies between them elsewhere, and stays positive beyond', () => {
    const [ten, fifty, hundred] = [10, 50, 100].map(
      (count) => memberBytes('stagedLines', count, 200) / count,
    );
    expect(fifty).toBeLessThan(ten ?? 0);
    expect(fifty).toBeGreaterThan(hundred ?? 0);
    expect(memberBytes('stagedLines', 100_000, 60)).toBeGreaterThan(0);
  });
});

describe('the bill', () => {
  it('has the prices of CAPACITY: an HTTP API at 100 requests/s, a shard with its retention', () => {
    expect(bill(100).get('front door')).toBeCloseTo(262.8, 5);
    // 262.8 million requests; below the first step. At 1,000/s: 300 at 1.00 and the others at 0.90.
    expect(tiered('httpApi', 2_628)).toBeCloseTo(300 + 2_328 * 0.9, 5);
    expect(bill(1).get('Kinesis')).toBeGreaterThan(2 * 730 * 0.035);
  });

  it('grows with the traffic, service by service', () => {
    const [small, large] = [bill(10), bill(1_000)];
    for (const [service, dollars] of large) expect(dollars).toBeGreaterThanOrEqual(small.get(service) ?? 0);
  });

  it('charges own servers in place of a gateway and its function', () => {
    const own = bill(1_000, { frontDoor: 'own front door' });
    expect(own.get('Lambda ingest')).toBe(0);
    expect(own.get('front door')).toBeLessThan(bill(1_000).get('front door') ?? 0);
  });
});

describe('what is deployed', () => {
  it('is read from the synthesized resources', () => {
    const deployed = deployedIn(
      {
        aws_kinesis_stream: { a: { name: 'sluice-prod-raw', shard_count: 4 } },
        aws_lambda_function: {
          b: {
            function_name: 'sluice-prod-ingest',
            memory_size: 1_024,
            logging_config: { system_log_level: 'WARN' },
          },
        },
        aws_cloudwatch_metric_alarm: { c: {}, d: {} },
        aws_apigatewayv2_stage: { e: { access_log_settings: {} } },
      },
      'x',
    );
    expect(deployed).toMatchObject({
      shards: { raw: 4, staged: 1 },
      platformLogs: false,
      accessLogs: true,
      alarms: 2,
    });
    expect(deployed.memory.get('ingest')).toBe(1_024);
  });
});

describe('the report', () => {
  it('compares front doors and capacity, and says what misses the goal', () => {
    const text = report(readOptions(['--requests', '1000']), assumed);
    for (const part of ['REST API', 'own front door', 'all on-demand', 'missed by', 'infracost'])
      expect(text).toContain(part);
    expect([5, 10, 99, 100, 1_000, 5_000].map(goalAt)).toEqual([0.5, 0.5, 0.5, 0.12, 0.05, 0.05]);
  });
});

describe('an option that is none', () => {
  it.each([
    [['--requests', 'many'], '"many"'],
    [['--events-per-request', '501'], 'from 1 to 500'],
    [['--environment', 'test'], 'one of dev, staging, prod'],
    [['--event-byte', '1'], 'event-byte'],
  ])('%j is told', (args, message) => {
    expect(() => readOptions(args)).toThrow(message);
  });
});

describe('the query service', () => {
  const settings = { InstanceTypes: 't4g.large', MinSize: '2', RootVolumeSize: '30' };
  const stack = (over: Readonly<Record<string, string>> = {}) => ({
    aws_elastic_beanstalk_environment: {
      query: { setting: Object.entries({ ...settings, ...over }).map(([name, value]) => ({ name, value })) },
    },
    aws_vpc_endpoint: {
      a: { vpc_endpoint_type: 'Interface', subnet_ids: ['1', '2'] },
      b: { vpc_endpoint_type: 'Interface', subnet_ids: ['1', '2'] },
      s3: { vpc_endpoint_type: 'Gateway' },
    },
    aws_vpc: { network: {} },
  });

  it('is priced beside events, by what the stack has of it', () => {
    const text = report(traffic, deployedIn(stack(), 'a test'));
    expect(text).toMatch(/query instances \(2 t4g\.large\) +98\.11/);
    expect(text).toMatch(/query endpoints \(4\) +29\.20/);
    expect(text).toMatch(/query load balancer +16\.4/);
    expect(text).toContain('not priced: aws_vpc: costs nothing without public addresses');
    expect(text).not.toContain('not priced: aws_subnet');
  });

  it('says when an instance type has no price, and is silent where there is none', () => {
    expect(report(traffic, deployedIn(stack({ InstanceTypes: 'x9g.metal' }), 'a test'))).toContain(
      'without instances: x9g.metal has no price',
    );
    expect(report(traffic, assumed)).not.toContain('beside events');
  });

  it('changes no price of an event', () => {
    const of = (resources: object) => [
      ...billOf(flowOf(traffic, assumed, undefined), deployedIn(resources, 'a test'), choice),
    ];
    expect(of(stack())).toEqual(of({}));
  });
});

describe('batch, lake, warehouse and books', () => {
  const rule = (name: string, schedule_expression: string) => ({
    name: `sluice-dev-${name}-clock`,
    schedule_expression,
  });
  const stack = (books = 'cron(41 * * * ? *)', base = 8) =>
    deployedIn(
      {
        aws_emrserverless_application: { jobs: {} },
        aws_redshiftserverless_workgroup: { warehouse: { base_capacity: base } },
        aws_cloudwatch_event_rule: {
          a: rule('etl', 'rate(15 minutes)'),
          b: rule('books', books),
          c: rule('age-off', 'cron(13 4 * * ? *)'),
          d: { name: 'sluice-dev-etl-job-ended', event_pattern: '{}' },
        },
      },
      'a test',
    );
  const of = (requests: number, deployed = stack()) =>
    batchBill(flowOf({ ...traffic, requestsPerSecond: requests }, deployed, undefined), 200, deployed);

  it.each([
    ['rate(15 minutes)', 2_920],
    ['rate(1 hour)', 730],
    ['cron(41 * * * ? *)', 730],
    ['cron(7,22 3 * * ? *)', 730 / 12],
    ['cron(13 4 * * ? *)', 730 / 24],
    ['every now and then', 0],
  ])('%s wakes %d times a month', (expression, times) => {
    expect(wakesAMonth(expression)).toBeCloseTo(times, 6);
  });

  it('has the least that each run takes: 90 s of Spark, and a minute of the warehouse', () => {
    const little = of(0.001);
    const hours = (2_920 * 90) / 3_600;
    expect(little.get('EMR Serverless')).toBeCloseTo(hours * (8 * 0.052624 + 32 * 0.0057785), 1);
    expect(little.get('Redshift Serverless')).toBeCloseTo(((2_920 + 730) / 60) * 8 * 0.375, 5);
    expect(of(0.001, stack(undefined, 32)).get('Redshift Serverless')).toBeCloseTo(
      ((2_920 + 730) / 60) * 32 * 0.375,
      5,
    );
  });

  it('tells what the scalers cost: metrics, runs and state of a tick a minute', () => {
    const clock = (name: string) => ({
      name: `sluice-dev-${name}-clock`,
      schedule_expression: 'rate(1 minute)',
    });
    const memory = (name: string) => ({ function_name: `sluice-dev-${name}`, memory_size: 256 });
    const deployed = deployedIn(
      {
        aws_cloudwatch_event_rule: { a: clock('scale-streams'), b: clock('scale-tables') },
        aws_lambda_function: { a: memory('scale-streams'), b: memory('scale-tables') },
      },
      'a test',
    );
    const run = 2e-7 + 0.25 * 0.2 * 1.33334e-5;
    const each = (resources: number, metrics: number) =>
      43_800 * (run + resources * (metrics * 1e-5 + 1.3 * 1.25e-7 + 1.3 * 6.25e-7));
    const bill = scalersBill(deployed);
    expect(bill.get('scale-streams')).toBeCloseTo(each(2, 5), 6);
    expect(bill.get('scale-tables')).toBeCloseTo(each(2 + 7 / 15, 4), 6);
    expect(report(traffic, deployed)).toMatch(/scale-streams +4\.\d/);
    expect(scalersBill(stack()).size).toBe(0);
  });

  it('grows with the traffic, part by part, and its reads with how often the books are made', () => {
    const [small, large] = [of(1), of(1_000)];
    for (const [part, dollars] of large) expect(dollars, part).toBeGreaterThanOrEqual(small.get(part) ?? 0);
    const [hourly, nightly] = [of(100), of(100, stack('cron(41 2 * * ? *)'))].map(
      (one) => one.get('books, age-off: DynamoDB reads') ?? 0,
    );
    // 24 runs and one of age-off a day, against one and one.
    expect((hourly ?? 0) / (nightly ?? 1)).toBeCloseTo(25 / 2, 6);
  });

  it('is told beside the price of an event, with a warning where a run is longer than a function', () => {
    const text = report({ ...traffic, requestsPerSecond: 1_000 }, stack());
    expect(text).toMatch(/EMR Serverless +\d/);
    expect(text).toMatch(/a run of age-off takes \d+ s, and a function may take 900/);
    expect(report({ ...traffic, requestsPerSecond: 20 }, stack())).not.toContain('a run of the books');
    expect(report({ ...traffic, requestsPerSecond: 1 }, stack())).not.toContain('a run of the books');
    expect(report(traffic, assumed)).not.toContain('EMR Serverless   ');
  });
});
