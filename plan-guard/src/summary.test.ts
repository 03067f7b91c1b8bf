import { describe, expect, it } from 'vitest';
import { judge } from './guard.ts';
import { readPlan } from './plan/read.ts';
import { moduleOf, summary, verdict } from './summary.ts';
import { destroyed, now, planText, updated } from './testing.fixture.ts';

describe('the summary', () => {
  it('counts, and shows by module what changes', () => {
    const plan = readPlan(
      planText([
        { type: 'aws_sqs_queue', id: 'notices_queue_11111111', actions: ['create'], after: {} },
        {
          ...updated('aws_kinesis_stream', { shard_count: 2 }, { shard_count: 4 }),
          id: 'raw_stream_22222222',
        },
        { ...destroyed('aws_dynamodb_table'), id: 'near-line_week-2026-w37_33333333' },
        {
          ...updated(
            'aws_lambda_function',
            { environment: [{ variables: { A: '1' } }], hash: 'a' },
            { environment: [{ variables: { A: '2' } }], hash: 'b' },
          ),
          id: 'ingest_function_44444444',
          secret: { hash: true },
        },
        {
          type: 'aws_s3_bucket',
          id: 'archive_bucket_55555555',
          actions: ['no-op'],
          previous: 'aws_s3_bucket.old',
        },
        { type: 'aws_s3_bucket', id: 'quiet', actions: ['no-op'] },
      ]),
    );
    expect(summary(plan).split('\n')).toEqual([
      '1 created, 2 changed, 1 destroyed, 0 replaced, 1 moved',
      '',
      'archive',
      '  > aws_s3_bucket.archive_bucket_55555555 (was aws_s3_bucket.old)',
      '',
      'ingest',
      '  ~ aws_lambda_function.ingest_function_44444444: environment.variables.A "1" → "2", hash',
      '',
      'near-line',
      '  - aws_dynamodb_table.near-line_week-2026-w37_33333333',
      '',
      'notices',
      '  + aws_sqs_queue.notices_queue_11111111',
      '',
      'raw',
      '  ~ aws_kinesis_stream.raw_stream_22222222: shard_count 2 → 4',
      '',
    ]);
  });

  it('never prints a secret', () => {
    const change = {
      ...updated('aws_x', { a: 'old-secret', b: { c: 'hidden' } }, { a: 'new-secret', b: { c: 'also' } }),
      secret: { a: true, b: { c: true } },
    };
    expect(summary(readPlan(planText([change])))).toContain('thing_8C50B9BD: a, b\n');
  });

  it('takes the module from the first part of the address', () => {
    expect(moduleOf('module.net.aws_vpc.this[0]')).toBe('net');
    expect(moduleOf('aws_kinesis_stream.events')).toBe('events');
  });
});

describe('the verdict', () => {
  const plan = readPlan(
    planText([updated('aws_kinesis_stream', { retention_period: 168 }, { retention_period: 24 })]),
  );

  it('says address, what, why and what would allow it', () => {
    expect(verdict(judge(plan, [], { now })).split('\n')).toEqual([
      'refused (1):',
      '  aws_kinesis_stream.part_thing_8C50B9BD: something is kept for a shorter time',
      '    why: retention_period falls from 168 to 24 hours',
      expect.stringMatching(/^ {4}label: shorten-retention; /),
      '',
    ]);
  });

  it('still shows what a label allowed', () => {
    const text = verdict(judge(plan, ['shorten-retention'], { now }));
    expect(text).toContain('allowed by label (1):');
    expect(text).toContain('nothing is refused');
  });
});
