import { nameOf, arnOf } from '../../standards/deployment.ts';
import { undelivered } from '../../standards/delivery-stream.ts';
import { bothForms, frontDoorSeconds, type FunctionPart } from './part.ts';

/** By name, because functions are made in no order. */
const consumers = ['validate', 'store', 'count'] as const;

export const replay: FunctionPart<'replay'> = {
  description: 'Puts archives back on their streams, and records that were given up back to their consumer',
  memoryMegabytes: 1_024,
  timeoutSeconds: frontDoorSeconds,
  routes: bothForms('meta/replay'),
  variables: ({ deployment, tables, buckets, streams }) => ({
    DIRECTORY_TABLE: tables.directory.name,
    STATE_TABLE: tables.state.name,
    ARCHIVE_BUCKET: buckets.archive.name,
    RAW_STREAM: streams.raw.name,
    STAGED_STREAM: streams.staged.name,
    ON_FAILURE_BUCKET: buckets.onFailure.name,
    VALIDATE_FUNCTION: nameOf(deployment, 'validate'),
    STORE_FUNCTION: nameOf(deployment, 'store'),
    COUNT_FUNCTION: nameOf(deployment, 'count'),
  }),
  allow: (role, { deployment, tables, buckets, streams, replayInto }) => {
    tables.directory.grantRead(role);
    tables.state.grantRead(role);
    tables.state.grantWrite(role, 'PutItem', 'DeleteItem');
    buckets.archive.grantGet(role, '*');
    buckets.archive.grantList(role);
    // What could not be delivered is put where it was meant to go, and then removed.
    buckets.archive.grantPut(role, 'archive/*');
    buckets.archive.grantDelete(role, `${undelivered}*`);
    for (const stream of [streams.raw, streams.staged]) {
      stream.grantWrite(role);
      stream.grantDescribe(role);
    }
    role.allow({
      sid: 'AnyMetric',
      actions: ['cloudwatch:GetMetricStatistics'],
      everyResource: 'metrics have no ARN',
    });
    if (replayInto.length > 0)
      role.allow({
        sid: 'ReplayInto',
        actions: ['kinesis:PutRecords', 'kinesis:DescribeStreamSummary'],
        resources: replayInto.map((name) => arnOf(deployment, 'kinesis', `stream/${name}`)),
      });
    buckets.onFailure.grantList(role);
    buckets.onFailure.grantGet(role, '*');
    buckets.onFailure.grantDelete(role, '*');
    role.allow({
      sid: 'HandBack',
      actions: ['lambda:InvokeFunction'],
      resources: consumers.map((name) => arnOf(deployment, 'lambda', `function:${nameOf(deployment, name)}`)),
    });
  },
};
