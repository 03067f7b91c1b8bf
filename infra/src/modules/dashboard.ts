import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js';
import { Construct } from 'constructs';
import type { Metric } from '../standards/alarm.ts';
import { nameOf, type Deployment } from '../standards/deployment.ts';
import type { Alarms, Watched } from './alarms.ts';
import { functionNames } from './functions.ts';
import { consumers } from './functions/all.ts';
import { ofDelivery, ofFrontDoor, ofFunction, ofStream } from './metrics.ts';

export interface DashboardProps {
  readonly deployment: Deployment;
  readonly watched: Watched;
  readonly alarms: Alarms;
  /** Prefix of the weekly tables, which are searched by name. */
  readonly nearLinePrefix: string;
}

/** The way of an event from left to right, top to bottom: alarms, front door, streams, consumers, archives, tables. */
export class Dashboard extends Construct {
  constructor(scope: Construct, id: string, props: DashboardProps) {
    super(scope, id);
    const { deployment, alarms } = props;
    const rings = {
      type: 'alarm',
      properties: { title: 'Alarms', alarms: alarms.all.map(({ arn }) => arn) },
    };
    const graphs = graphsOf(props).map((graph) => ({
      type: 'metric',
      properties: { ...graph, region: deployment.region, period: 60, view: 'timeSeries' },
    }));
    new CloudwatchDashboard(this, 'Default', {
      dashboardName: nameOf(deployment, 'pipeline'),
      dashboardBody: JSON.stringify({ widgets: [rings, ...graphs].map(placed) }),
    });
  }
}

const across = 3;
const [width, height] = [8, 6];

const placed = (widget: object, index: number): object => ({
  x: (index % across) * width,
  y: Math.floor(index / across) * height,
  width,
  height,
  ...widget,
});

/** A metric as a line of a graph: the form of the dashboard's own language. */
const line = ({ namespace, name, dimensions, statistic }: Metric): readonly unknown[] => [
  namespace,
  name,
  ...Object.entries(dimensions).flat(),
  { stat: statistic },
];

const graphsOf = ({ watched, nearLinePrefix }: DashboardProps): readonly object[] => {
  const { frontDoor, functions, streams, archives } = watched;
  const named = functionNames.map((part) => functions.get(part).name);
  const consuming = consumers.map((part) => functions.get(part).name);
  const both = [streams.raw.name, streams.staged.name];
  const deliveries = [archives.raw.name, archives.staged.name];
  const graph = (title: string, metrics: readonly Metric[]) => ({ title, metrics: metrics.map(line) });
  return [
    graph(
      'Requests',
      ['Count', '4xx', '5xx'].map((name) => ofFrontDoor(frontDoor.id, name, 'Sum')),
    ),
    graph('Answer, p99 ms', [ofFrontDoor(frontDoor.id, 'Latency', 'p99')]),
    graph(
      'Bytes into streams',
      both.map((name) => ofStream(name, 'IncomingBytes', 'Sum')),
    ),
    graph(
      'Consumers behind, ms',
      consuming.map((name) => ofFunction(name, 'IteratorAge', 'Maximum')),
    ),
    graph(
      'Errors of functions',
      named.map((name) => ofFunction(name, 'Errors', 'Sum')),
    ),
    graph(
      'Time of functions, p99 ms',
      named.map((name) => ofFunction(name, 'Duration', 'p99')),
    ),
    graph(
      'Archives behind, s',
      deliveries.map((name) => ofDelivery(name, 'DeliveryToS3.DataFreshness')),
    ),
    {
      title: 'Write units of near-line tables',
      metrics: [[{ expression: searchOf(nearLinePrefix), id: 'weeks' }]],
    },
  ];
};

/** Weekly tables come and go: they are found by their name. */
const searchOf = (prefix: string): string =>
  `SEARCH('{AWS/DynamoDB,TableName} MetricName="ConsumedWriteCapacityUnits" "${prefix}"', 'Sum', 60)`;
