import { describe, expect, it } from 'vitest';
import footprints from '../footprints.json' with { type: 'json' };
import { assumed, deployedIn } from './deployed.ts';
import { flowOf } from './flow.ts';
import { memberBytes } from './footprint.ts';
import { readOptions } from './options.ts';
import { tiered } from './prices.ts';
import { goalAt, report } from './report.ts';
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
