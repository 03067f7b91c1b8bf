import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm/index.js';
import { Construct } from 'constructs';
import { descriptionOf, type AlarmKind } from '../alarms.ts';
import { nameOf, type Deployment } from './deployment.ts';
import type { Topic } from './topic.ts';

/** One metric of one thing. */
export interface Metric {
  /** `AWS/Lambda` */
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Maximum` or `p99` */
  readonly statistic: string;
}

export interface AlarmProps {
  readonly deployment: Deployment;
  readonly kind: AlarmKind;
  /** Of which of its kind, part of the name. @default there is only one */
  readonly subject?: string;
  /** A metric, or a query over several (CloudWatch Metrics Insights). */
  readonly metric: Metric | { readonly query: string };
  /** It rings above this. */
  readonly above: number;
  /** Minutes in a row, or as many of them as `of` how many. */
  readonly minutes: { readonly bad: number; readonly of: number };
  readonly topic: Topic;
}

/** An alarm that says what it means for users and where it is written what to do. No data is no alarm. */
export class Alarm extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const { deployment, kind, subject, minutes, topic } = props;
    const part = subject === undefined ? kind : `${kind}-${subject}`;
    const alarm = new CloudwatchMetricAlarm(this, 'Default', {
      alarmName: nameOf(deployment, part),
      alarmDescription: descriptionOf(kind),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: props.above,
      evaluationPeriods: minutes.of,
      datapointsToAlarm: minutes.bad,
      treatMissingData: 'notBreaching',
      alarmActions: [topic.reference],
      okActions: [topic.reference],
      ...measured(props.metric),
    });
    this.arn = alarm.arn;
  }
}

const period = 60;

const measured = (metric: AlarmProps['metric']): Partial<CloudwatchMetricAlarmConfig> => {
  if ('query' in metric)
    return { metricQuery: [{ id: 'q', expression: metric.query, period, returnData: true }] };
  const { namespace, name, dimensions, statistic } = metric;
  return {
    namespace,
    metricName: name,
    dimensions: { ...dimensions },
    period,
    ...(statistic.startsWith('p') ? { extendedStatistic: statistic } : { statistic }),
  };
};
