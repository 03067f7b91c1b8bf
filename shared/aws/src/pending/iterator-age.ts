import { GetMetricStatisticsCommand, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { Clock } from '@sluice/core/ports';
import { calling } from '../shared/calling.ts';
import { everyService, type Reactions } from '../shared/reaction.ts';

export interface IteratorAgeOptions {
  readonly cloudWatch: CloudWatchClient;
  readonly clock: Clock;
  /** Functions that consume streams, by their physical names. */
  readonly functions: readonly string[];
}

const reactions: Reactions = {
  ...everyService,
  InternalServiceFault: 'again',
  InvalidParameterValue: 'refused',
};

const periodSeconds = 60;
/** Metrics come some minutes late. */
const lookedAtMs = 15 * 60_000;

const ageOf = ({ cloudWatch, clock }: IteratorAgeOptions, name: string): Promise<number> =>
  calling(`ask how far the function ${name} is behind`, reactions, async () => {
    const now = clock.now();
    const { Datapoints = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName: 'IteratorAge',
        Dimensions: [{ Name: 'FunctionName', Value: name }],
        StartTime: new Date(now - lookedAtMs),
        EndTime: new Date(now),
        Period: periodSeconds,
        Statistics: ['Maximum'],
      }),
    );
    return Math.max(0, ...Datapoints.map(({ Maximum = 0 }) => Maximum));
  });

/**
 * How old, in ms, the last record of the oldest batch was that one of the functions was handed in the last quarter of an hour: 0 when none
 * was handed any, which is so without traffic, and when a mapping is switched off.
 * @throws OutOfService when CloudWatch does not answer
 */
export const iteratorAge = async (options: IteratorAgeOptions): Promise<number> =>
  Math.max(0, ...(await Promise.all(options.functions.map((name) => ageOf(options, name)))));
