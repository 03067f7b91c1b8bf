/** Capacities that something else changes than what should, or that a plan would undo. */
import { allowed, setting, type BadStack } from './broken.fixture.ts';

const named = 'capacities are changed of our streams and weekly tables alone';
const ignored = 'what a scaler changes is ignored, and nothing else';
const [stream, table, lifecycle] = ['aws_kinesis_stream', 'aws_dynamodb_table', 'lifecycle.ignore_changes'];
const ours = 'arn:aws:dynamodb:us-east-1:123456789012:table/sluice-dev';

export const badCapacity: readonly BadStack[] = [
  [
    named,
    "somebody else's stream",
    allowed({
      Action: ['kinesis:UpdateShardCount'],
      Resource: 'arn:aws:kinesis:us-east-1:123456789012:stream/orders',
    }),
  ],
  [
    named,
    'any stream of ours',
    allowed({
      Action: 'kinesis:SplitShard',
      Resource: 'arn:aws:kinesis:us-east-1:123456789012:stream/sluice-dev-*',
    }),
  ],
  [
    named,
    'the tables of the directory',
    allowed({ Action: 'dynamodb:UpdateTable', Resource: `${ours}-directory` }),
  ],
  [named, 'the late table too', allowed({ Action: 'dynamodb:UpdateTable', Resource: `${ours}-near-line-*` })],
  [ignored, 'a stream that is set back', setting(stream, 'raw', lifecycle)],
  [
    ignored,
    'a stream of which more is ignored',
    setting(stream, 'raw', lifecycle, ['retention_period', 'shard_count']),
  ],
  [
    ignored,
    'a table that is set back',
    setting(table, 'w47', lifecycle, ['read_capacity', 'write_capacity']),
  ],
  [ignored, 'a table that nobody scales', setting(table, 'late', lifecycle, ['write_capacity'])],
];
