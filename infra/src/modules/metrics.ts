import type { Metric } from '../standards/alarm.ts';

/** The metrics that alarms and the dashboard read, each written once. Times are milliseconds unless the name says seconds. */

export const ofFunction = (name: string, metric: string, statistic: string): Metric => ({
  namespace: 'AWS/Lambda',
  name: metric,
  dimensions: { FunctionName: name },
  statistic,
});

export const ofFrontDoor = (id: string, metric: string, statistic: string): Metric => ({
  namespace: 'AWS/ApiGateway',
  name: metric,
  dimensions: { ApiId: id },
  statistic,
});

export const ofStream = (name: string, metric: string, statistic: string): Metric => ({
  namespace: 'AWS/Kinesis',
  name: metric,
  dimensions: { StreamName: name },
  statistic,
});

export const ofDelivery = (name: string, metric: string): Metric => ({
  namespace: 'AWS/Firehose',
  name: metric,
  dimensions: { DeliveryStreamName: name },
  statistic: 'Maximum',
});

export const ofTable = (name: string, metric: string): Metric => ({
  namespace: 'AWS/DynamoDB',
  name: metric,
  dimensions: { TableName: name },
  statistic: 'Sum',
});

export const ofTopic = (arn: string, metric: string): Metric => ({
  namespace: 'AWS/SNS',
  name: metric,
  dimensions: { TopicName: arn.split(':').at(-1) ?? '' },
  statistic: 'Sum',
});
