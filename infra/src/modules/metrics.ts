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

/** 0 is well, 15 a warning, 20 degraded, 25 severe. */
export const ofQueryEnvironment = (name: string): Metric => ({
  namespace: 'AWS/ElasticBeanstalk',
  name: 'EnvironmentHealth',
  dimensions: { EnvironmentName: name },
  statistic: 'Maximum',
});

export const ofScalingGroup = (name: string, metric: string): Metric => ({
  namespace: 'AWS/EC2',
  name: metric,
  dimensions: { AutoScalingGroupName: name },
  statistic: 'Average',
});

export const ofQueue = (name: string, metric: string): Metric => ({
  namespace: 'AWS/SQS',
  name: metric,
  dimensions: { QueueName: name },
  statistic: 'Maximum',
});

export const ofTopic = (arn: string, metric: string): Metric => ({
  namespace: 'AWS/SNS',
  name: metric,
  dimensions: { TopicName: arn.split(':').at(-1) ?? '' },
  statistic: 'Sum',
});
