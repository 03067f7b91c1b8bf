import { CloudwatchLogMetricFilter } from '@cdktf/provider-aws/lib/cloudwatch-log-metric-filter/index.js';
import { Construct } from 'constructs';
import type { Metric } from './alarm.ts';
import { nameOf, type Deployment } from './deployment.ts';
import type { LogGroup } from './log-group.ts';

export interface CountedLinesProps {
  readonly deployment: Deployment;
  /** Part of the metric's name. */
  readonly part: string;
  readonly logs: LogGroup;
  /** How the message of a line begins. */
  readonly messages: readonly string[];
}

/** Counts lines of a log that begin with a message of ours, so that an alarm can ring. */
export class CountedLines extends Construct {
  readonly metric: Metric;

  constructor(scope: Construct, id: string, { deployment, part, logs, messages }: CountedLinesProps) {
    super(scope, id);
    const [namespace, name] = [nameOf(deployment, 'lines'), part];
    this.metric = { namespace, name, dimensions: {}, statistic: 'Sum' };
    new CloudwatchLogMetricFilter(this, 'Default', {
      name: nameOf(deployment, part),
      logGroupName: logs.resource.name,
      pattern: `{ ${messages.map((one) => `($.message = "${one}*")`).join(' || ')} }`,
      metricTransformation: { namespace, name, value: '1', unit: 'Count' },
    });
  }
}
