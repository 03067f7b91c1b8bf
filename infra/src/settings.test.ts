import { describe, expect, it } from 'vitest';
import { settingsOf, type Settings } from './environments.ts';
import { ImpossibleSetting } from './errors.ts';
import { ofType, synthesize } from './testing/synthesized.ts';

const { dev } = settingsOf;
const streams = (raw: Settings['streams']['raw']) => ({ streams: { ...dev.streams, raw } });
const validate = (changed: Partial<Settings['consumers']['validate']>) => ({
  consumers: { ...dev.consumers, validate: { ...dev.consumers.validate, ...changed } },
});

const units = (least: number, most: number) => ({ writes: { least, most }, reads: { least: 1, most: 5 } });

/** A setting that cannot be, and what is said of it: the value and what is possible. */
const impossible: readonly (readonly [string, Partial<Settings>, RegExp])[] = [
  ['an account', { account: '1234' }, /account of dev is "1234".*12 digits/],
  ['a region', { region: 'Virginia' }, /region of dev is "Virginia".*us-east-1/],
  ['a state bucket', { stateBucket: 'My_Bucket' }, /state bucket of dev is "My_Bucket"/],
  [
    'shards of an on-demand stream',
    streams({ mode: 'on-demand', shards: 3 }),
    /stream raw is on-demand and has shards 3/,
  ],
  [
    'an owner of an on-demand stream',
    streams({ mode: 'on-demand', owner: 'scaler' }),
    /on-demand and has owner scaler/,
  ],
  [
    'a scaler without bounds',
    streams({ mode: 'provisioned', shards: 2, owner: 'scaler' }),
    /stream raw is owned by the scaler and has no bounds/,
  ],
  [
    'bounds without a scaler',
    streams({ mode: 'provisioned', shards: 2, bounds: { least: 1, most: 2 } }),
    /stream raw has bounds 1-2 and is not owned by the scaler/,
  ],
  [
    'bounds of an on-demand stream',
    streams({ mode: 'on-demand', bounds: { least: 1, most: 2 } }),
    /stream raw is on-demand and has bounds 1-2/,
  ],
  [
    'a minimum above what it is made with',
    streams({ mode: 'provisioned', shards: 1, owner: 'scaler', bounds: { least: 2, most: 2 } }),
    /least shards of the stream raw is 2; .*from 1 to 1/,
  ],
  [
    'a maximum below what it is made with',
    streams({ mode: 'provisioned', shards: 2, owner: 'scaler', bounds: { least: 1, most: 1 } }),
    /most shards of the stream raw is 1; .*from 2 to 1000/,
  ],
  [
    'a maximum that consumers have no slots for',
    streams({ mode: 'provisioned', shards: 1, owner: 'scaler', bounds: { least: 1, most: 8 } }),
    /reserved concurrency of the function (count|validate) is \d; it must be at least 8: the most shards/,
  ],
  [
    'a price of a refused unit',
    { throttledUnitPrice: -1 },
    /price of a refused unit is -1; .*from 0 to 10000/,
  ],
  ['no shards', streams({ mode: 'provisioned' }), /shards of the stream raw is 0; .*from 1 to 1000/],
  ['half a shard', streams({ mode: 'provisioned', shards: 1.5 }), /is 1.5; .*whole number/],
  ['a short retention', { streams: { ...dev.streams, retentionHours: 24 } }, /is 24; .*from 168 to 8760/],
  ['no retries', validate({ retries: 0 }), /retries of the consumer validate is 0; .*from 1 to 10000/],
  ['retries without end', validate({ retries: -1 }), /retries of the consumer validate is -1/],
  ['a large batch', validate({ batchRecords: 10_001 }), /records a batch of the consumer validate is 10001/],
  ['a long window', validate({ windowSeconds: 301 }), /window in seconds of the consumer validate is 301/],
  ['a wide consumer', validate({ parallelization: 11 }), /parallelization of the consumer validate is 11/],
  [
    'a consumer with fewer slots than shards',
    streams({ mode: 'provisioned', shards: 8 }),
    /reserved concurrency of the function (count|validate) is \d; it must be at least 8/,
  ],
  [
    'no concurrency',
    { concurrency: { ...dev.concurrency, ingest: 0 } },
    /concurrency of the function ingest is 0/,
  ],
  [
    'more concurrency than an account has',
    { concurrency: { ...dev.concurrency, ingest: 895 } },
    /concurrency of all functions is \d+; it must be a whole number from 1 to 900/,
  ],
  [
    'weeks',
    { nearLine: { ...dev.nearLine, retentionWeeks: 0 } },
    /retention of near-line tables in weeks is 0; .*1 to 520/,
  ],
  [
    'units of an on-demand table',
    { nearLine: { ...dev.nearLine, weekly: { mode: 'on-demand', writeUnits: 5 } } },
    /near-line-2026-w\d\d is on-demand and has writeUnits 5/,
  ],
  [
    'a scaler of tables without bounds',
    { nearLine: { ...dev.nearLine, weekly: { mode: 'on-demand', owner: 'scaler' } } },
    /near-line-2026-w\d\d is owned by the scaler and has no bounds/,
  ],
  [
    'bounds of tables without a scaler',
    { nearLine: { ...dev.nearLine, weekly: { mode: 'on-demand', bounds: units(1, 5) } } },
    /near-line-2026-w\d\d has bounds 1-5 and is not owned by the scaler/,
  ],
  [
    'bounds of tables upside down',
    { nearLine: { ...dev.nearLine, weekly: { mode: 'on-demand', owner: 'scaler', bounds: units(5, 4) } } },
    /most write units of the table near-line-2026-w\d\d is 4; .*from 5 to 40000/,
  ],
  [
    'more units than a table may have',
    {
      nearLine: { ...dev.nearLine, weekly: { mode: 'on-demand', owner: 'scaler', bounds: units(1, 40_001) } },
    },
    /most write units of the table near-line-2026-w\d\d is 40001; .*from 1 to 40000/,
  ],
  [
    'a scaler of the late table',
    { nearLine: { ...dev.nearLine, late: { mode: 'on-demand', owner: 'scaler', bounds: units(1, 5) } } },
    /near-line-late is owned by the scaler, which looks after weekly tables alone/,
  ],
  [
    'a provisioned table without units',
    { tables: { mode: 'provisioned', readUnits: 5 } },
    /write units of the table schemas is 0; .*1 to 40000/,
  ],
  [
    'a buffer',
    { archives: { ...dev.archives, buffer: { seconds: 30, megabytes: 5 } } },
    /archive-raw in seconds is 30; .*60 to 900/,
  ],
  [
    'no error streams',
    { errors: { ...dev.errors, streamsPerSet: 0 } },
    /error streams a set is 0; .*1 to 50/,
  ],
  ['logs that are gone soon', { logRetentionDays: 7 }, /retention of logs in days is 7; .*365/],
  ['a budget', { monthlyBudgetDollars: 0 }, /monthly budget in dollars is 0/],
  [
    'a rate',
    { frontDoor: { ...dev.frontDoor, requestsPerSecond: 20_000 } },
    /requests per second.* is 20000; .*10000/,
  ],
  ['an origin', { frontDoor: { ...dev.frontDoor, webOrigins: ['*'] } }, /origin of the front door is "\*"/],
  [
    'a network that is no range',
    { network: { ...dev.network, range: '10.40.0.1/20' } },
    /range of the network of dev is "10\.40\.0\.1\/20"; it must be the first address.*\/16 to \/22/,
  ],
  ['a small network', { network: { ...dev.network, range: '10.40.0.0/23' } }, /is "10\.40\.0\.0\/23"/],
  ['an octet', { network: { ...dev.network, range: '10.400.0.0/20' } }, /is "10\.400\.0\.0\/20"/],
  ['no endpoints', { network: { ...dev.network, endpointZones: 0 } }, /zones with endpoints is 0; .*1 to 2/],
  [
    'instances of another architecture',
    { query: { ...dev.query, instanceType: 't3.large' } },
    /instance type of the query service is "t3\.large"; .*arm64/,
  ],
  [
    'fewer instances at most than at least',
    { query: { ...dev.query, instances: { least: 3, most: 2 } } },
    /most instances of the query service is 2; .*from 3, the least, to 100/,
  ],
  [
    'no instance',
    { query: { ...dev.query, instances: { least: 0, most: 2 } } },
    /least instances of the query service is 0; .*1 to 100/,
  ],
  [
    'a small engine',
    { query: { ...dev.query, engineMegabytes: 128 } },
    /memory of an engine of the query service in megabytes is 128; .*256 to 65536/,
  ],
  [
    'no schedule',
    { books: { ...dev.books, schedule: 'hourly' } },
    /schedule of the books is "hourly"; it must be rate.* or cron/,
  ],
  ['books of no day', { books: { ...dev.books, days: 0 } }, /days that the books look at is 0; .*1 to 400/],
  [
    'no cache of the lake',
    { query: { ...dev.query, lakeCacheGigabytes: 0 } },
    /cache of the lake in gigabytes is 0; .*1 to 16000/,
  ],
  [
    'clients from everywhere',
    { query: { ...dev.query, clients: ['0.0.0.0/0'] } },
    /range of SQL clients is "0\.0\.0\.0\/0"; .*\/8 to \/32/,
  ],
];

describe('impossible settings', () => {
  it.each(impossible)('%s: throws at synth, with the value and what is possible', (_, changed, message) => {
    expect(() => synthesize('dev', changed)).toThrow(ImpossibleSetting);
    expect(() => synthesize('dev', changed)).toThrow(message);
  });
});

describe('possible settings', () => {
  const stream = (changed: Partial<Settings>) =>
    ofType(synthesize('dev', changed), 'aws_kinesis_stream').find(
      ([, { name }]) => name === 'sluice-dev-raw',
    )?.[1];

  it('leave shards alone only where a scaler owns them', () => {
    const bounds = { least: 1, most: 2 };
    const scaled = streams({ mode: 'provisioned', shards: 2, owner: 'scaler', bounds });
    expect(stream(scaled)?.['lifecycle']).toEqual({
      ignore_changes: ['shard_count'],
      prevent_destroy: true,
    });
    const plain = streams({ mode: 'provisioned', shards: 2 });
    expect(stream(plain)?.['lifecycle']).toEqual({ prevent_destroy: true });
  });

  it('leave of a weekly table alone what its scaler changes, and nothing of others', () => {
    const lifecycles = (changed: Partial<Settings>) =>
      ofType(synthesize('dev', changed), 'aws_dynamodb_table').map(
        ([, { name, lifecycle }]) => [/-w\d\d$/.test(String(name)), lifecycle] as const,
      );
    const kept = { prevent_destroy: true };
    const scaled = { ignore_changes: ['billing_mode', 'read_capacity', 'write_capacity'] };
    for (const [isWeekly, lifecycle] of lifecycles({})) expect(lifecycle).toEqual(isWeekly ? scaled : kept);
    const plain = { nearLine: { ...dev.nearLine, weekly: { mode: 'on-demand' } } } as const;
    for (const [isWeekly, lifecycle] of lifecycles(plain))
      expect(lifecycle).toEqual(isWeekly ? undefined : kept);
  });

  it('tell the scaler the bounds of what it owns, and that all else is fixed', () => {
    const variables = (changed: Partial<Settings>) =>
      ofType(synthesize('dev', changed), 'aws_lambda_function').find(
        ([, { function_name: name }]) => name === 'sluice-dev-scale-streams',
      )?.[1]['environment'];
    expect(variables(streams({ mode: 'provisioned', shards: 1 }))).toMatchObject({
      variables: { RAW_SHARDS: 'fixed', STAGED_SHARDS: '1-2' },
    });
  });

  it('make a stream on demand, without a number of shards', () => {
    const made = stream(streams({ mode: 'on-demand' }));
    expect(made?.['stream_mode_details']).toEqual({ stream_mode: 'ON_DEMAND' });
    expect(made).not.toHaveProperty('shard_count');
  });

  it('never let a record be too old for a consumer before the stream drops it', () => {
    const ages = (retentionHours: number) =>
      ofType(
        synthesize('dev', { streams: { ...dev.streams, retentionHours } }),
        'aws_lambda_event_source_mapping',
      )
        .filter(([, { starting_position: position }]) => position !== undefined)
        .map(([, { maximum_record_age_in_seconds: age }]) => age);
    expect(new Set(ages(168))).toEqual(new Set([604_800]));
    expect(new Set(ages(336))).toEqual(new Set([-1]));
  });

  it('pay weekly tables by provisioned units', () => {
    const weekly = { mode: 'provisioned', readUnits: 3, writeUnits: 7 } as const;
    const tables = ofType(synthesize('dev', { nearLine: { ...dev.nearLine, weekly } }), 'aws_dynamodb_table');
    const weeks = tables.filter(([, { name }]) => /-w\d\d$/.test(String(name)));
    expect(weeks.length).toBeGreaterThan(8);
    for (const [, table] of weeks)
      expect(table).toMatchObject({ billing_mode: 'PROVISIONED', read_capacity: 3, write_capacity: 7 });
  });

  it('let clients of the Postgres wire in from where they are, and nobody else', () => {
    const rules = (clients: readonly string[]) =>
      ofType(
        synthesize('dev', { query: { ...dev.query, clients } }),
        'aws_vpc_security_group_ingress_rule',
      ).map(([, { cidr_ipv4: range, from_port: port }]) => `${String(range)} ${String(port)}`);
    const more = rules(['192.168.7.0/24']);
    expect(more.filter((rule) => !rules([]).includes(rule))).toEqual(['192.168.7.0/24 5439']);
  });

  it('name origins of web applications', () => {
    const changed = { frontDoor: { ...dev.frontDoor, webOrigins: ['https://app.example.com'] } };
    const [[, api] = []] = ofType(synthesize('dev', changed), 'aws_apigatewayv2_api');
    expect(api?.['cors_configuration']).toMatchObject({ allow_origins: ['https://app.example.com'] });
  });
});
