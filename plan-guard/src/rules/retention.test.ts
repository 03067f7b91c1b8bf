import { describe, expect, it } from 'vitest';
import { created, destroyed, reasons, refusedOf, updated } from '../testing.fixture.ts';

const lifecycle = (...rules: readonly object[]) => ({
  bucket: 'b',
  rule: rules.map((rule) => ({ status: 'Enabled', filter: [{ prefix: 'raw/' }], ...rule })),
});
const pitr = (enabled: boolean, days = 35) => ({
  point_in_time_recovery: [{ enabled, recovery_period_in_days: days }],
});
const type = 'aws_s3_bucket_lifecycle_configuration';

describe('a retention', () => {
  it.each<[string, string, object, object]>([
    ['a stream', 'aws_kinesis_stream', { retention_period: 168 }, { retention_period: 24 }],
    ['logs', 'aws_cloudwatch_log_group', { retention_in_days: 90 }, { retention_in_days: 30 }],
    [
      'logs that were kept for ever',
      'aws_cloudwatch_log_group',
      { retention_in_days: 0 },
      { retention_in_days: 365 },
    ],
    ['a queue', 'aws_sqs_queue', { message_retention_seconds: 1_209_600 }, { message_retention_seconds: 60 }],
    ['recovery', 'aws_dynamodb_table', pitr(true), pitr(false)],
    ['recovery that is left out', 'aws_dynamodb_table', pitr(true), { point_in_time_recovery: [] }],
    ['recovery days', 'aws_dynamodb_table', pitr(true), pitr(true, 7)],
    [
      'items',
      'aws_dynamodb_table',
      { ttl: [{ enabled: false }] },
      { ttl: [{ enabled: true, attribute_name: 'x' }] },
    ],
    ['objects', type, lifecycle({ expiration: [{ days: 400 }] }), lifecycle({ expiration: [{ days: 30 }] })],
    [
      'objects that never expired',
      type,
      lifecycle({ expiration: [] }),
      lifecycle({ expiration: [{ days: 3_650 }] }),
    ],
    [
      'objects by a date',
      type,
      lifecycle({ expiration: [{ days: 9 }] }),
      lifecycle({ expiration: [{ date: '2026-12-01T00:00:00Z' }] }),
    ],
    [
      'earlier versions',
      type,
      lifecycle({ noncurrent_version_expiration: [{ noncurrent_days: 90 }] }),
      lifecycle({ noncurrent_version_expiration: [{ noncurrent_days: 1 }] }),
    ],
    [
      'a wider prefix',
      type,
      lifecycle({ expiration: [{ days: 9 }] }),
      lifecycle({ expiration: [{ days: 9 }], filter: [{ prefix: '' }] }),
    ],
    [
      'a rule that sleeps',
      type,
      lifecycle({ expiration: [{ days: 9 }], status: 'Disabled' }),
      lifecycle({ expiration: [{ days: 9 }] }),
    ],
    [
      'a filter that goes',
      type,
      lifecycle({ expiration: [{ days: 9 }], filter: [{ prefix: 'raw/', object_size_greater_than: 9 }] }),
      lifecycle({ expiration: [{ days: 9 }] }),
    ],
  ])('of %s is shortened only with the label', (_, kind, longer, shorter) => {
    expect(refusedOf([updated(kind, longer, shorter)])).toMatchObject([{ label: 'shorten-retention' }]);
    expect(refusedOf([updated(kind, longer, shorter)], { labels: ['shorten-retention'] })).toEqual([]);
    expect(refusedOf([updated(kind, shorter, longer)])).toEqual([]);
  });

  it('is new with what is new, and shorter for a bucket that is there', () => {
    const rules = lifecycle({ expiration: [{ days: 9 }] });
    expect(reasons([created(type, rules)])).toEqual(['objects below raw/ expire after 9 days; before never']);
    expect(reasons([created(type, rules), created('aws_s3_bucket', { bucket: 'b' })])).toEqual([]);
    expect(reasons([created('aws_cloudwatch_log_group', { retention_in_days: 1 })])).toEqual([]);
  });

  it('ends with its log group', () => {
    expect(reasons([destroyed('aws_cloudwatch_log_group', { retention_in_days: 9 })])).toHaveLength(1);
  });
});

describe('a consumer of a stream', () => {
  const mapping = { event_source_arn: 'arn:aws:kinesis:x', starting_position: 'TRIM_HORIZON' };
  const target = { destination_config: [{ on_failure: [{ destination_arn: 'arn:aws:s3:::b' }] }] };
  const kind = 'aws_lambda_event_source_mapping';

  it('has a failure destination', () => {
    expect(reasons([created(kind, mapping)])).toHaveLength(1);
    expect(reasons([updated(kind, { ...mapping, ...target }, mapping)])).toHaveLength(1);
    expect(reasons([created(kind, { ...mapping, ...target })])).toEqual([]);
  });

  it('may have one that this plan makes', () => {
    const unknown = { destination_config: [{ on_failure: [{ destination_arn: true }] }] };
    expect(
      reasons([created(kind, { ...mapping, destination_config: [{ on_failure: [{}] }] }, unknown)]),
    ).toEqual([]);
  });

  it('is not a consumer of a queue', () => {
    expect(reasons([created(kind, { event_source_arn: 'arn:aws:sqs:x' })])).toEqual([]);
  });

  it('is judged when the plan touches it', () => {
    expect(reasons([{ type: kind, actions: ['no-op'], before: mapping, after: mapping }])).toEqual([]);
  });
});
