import { expect, it } from 'vitest';
import { deliveredFrom } from './index.ts';

/** As in the developer guide of Lambda. */
const event = {
  Records: [
    {
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: '1',
        sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
        data: 'SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==',
        approximateArrivalTimestamp: 1545084650.987,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: 'shardId-000000000006:49590338271490256608559692538361571095921575989136588898',
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::123456789012:role/lambda-role',
      awsRegion: 'us-east-2',
      eventSourceARN: 'arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream',
    },
  ],
};

it('records of a Lambda event are read as they were put', () => {
  expect(deliveredFrom(event)).toEqual([
    {
      partitionKey: '1',
      data: Buffer.from('Hello, this is a test.'),
      shard: 'shardId-000000000006',
      sequence: '49590338271490256608559692538361571095921575989136588898',
      arrivedAt: 1545084650987,
    },
  ]);
  expect(deliveredFrom({ Records: [] })).toEqual([]);
});
