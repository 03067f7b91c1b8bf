import { describe, expect, it } from 'vitest';
import { destroyed, reasons, refusedOf, updated, type Handmade } from '../testing.fixture.ts';
import { labels } from './rule.ts';
import { statefulTypes } from './stored-state.ts';

const replaced = (type: string): Handmade => ({
  type,
  actions: ['delete', 'create'],
  before: {},
  after: {},
  paths: [['name']],
});

describe('what holds something', () => {
  it.each(statefulTypes)('%s is neither destroyed nor replaced, whatever the labels', (type) => {
    expect(refusedOf([destroyed(type)], { labels })).toHaveLength(1);
    expect(refusedOf([replaced(type)], { labels })).toHaveLength(1);
    expect(refusedOf([{ type, actions: ['create', 'delete'] }], { labels })).toHaveLength(1);
    expect(refusedOf([{ type, actions: ['create', 'forget'] }], { labels })).toHaveLength(1);
  });

  it.each(statefulTypes)('%s may be changed, moved and made', (type) => {
    expect(refusedOf([updated(type, { tags: {} }, { tags: { owner: 'x' } })])).toEqual([]);
    expect(refusedOf([{ type, actions: ['no-op'], previous: `${type}.old` }])).toEqual([]);
    expect(refusedOf([{ type, actions: ['create'] }])).toEqual([]);
  });

  it('is forgotten only with the label', () => {
    const forget: Handmade = { type: 'aws_s3_bucket', actions: ['forget'], before: {} };
    expect(refusedOf([forget])).toMatchObject([{ label: 'forget-resource' }]);
    expect(refusedOf([forget], { labels: ['forget-resource'] })).toEqual([]);
  });

  it('covers streams, tables, buckets, keys, the user pool and the warehouse', () => {
    expect(statefulTypes).toEqual(
      expect.arrayContaining([
        'aws_kinesis_stream',
        'aws_dynamodb_table',
        'aws_s3_bucket',
        'aws_kms_key',
        'aws_cognito_user_pool',
        'aws_redshiftserverless_namespace',
      ]),
    );
  });
});

describe('what can be made again', () => {
  it('may be destroyed and replaced', () => {
    expect(reasons([destroyed('aws_lambda_function'), replaced('aws_lambda_function')])).toEqual([]);
  });
});
