import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping/index.js';
import { Construct } from 'constructs';
import type { ConsumerSettings } from '../environments.ts';
import { wholeNumber } from '../standards/checked.ts';
import type { DataStream } from '../standards/data-stream.ts';
import type { Lambda } from '../standards/lambda.ts';
import type { PrivateBucket } from '../standards/private-bucket.ts';

export interface EventSourceProps {
  /** The name of the function, in messages. */
  readonly name: string;
  readonly function: Lambda;
  readonly stream: DataStream;
  readonly settings: ConsumerSettings;
  /** Where records go, whole, that were tried too often. */
  readonly onFailure: PrivateBucket;
  readonly retentionHours: number;
}

/** A function that consumes a stream: in order, partial failures reported, a poison record isolated and kept. */
export class EventSource extends Construct {
  constructor(scope: Construct, id: string, props: EventSourceProps) {
    super(scope, id);
    const { stream, onFailure } = props;
    const { role, reference } = props.function;
    stream.grantRead(role);
    onFailure.grantPut(role, '*');
    onFailure.grantList(role);
    new LambdaEventSourceMapping(this, 'Default', {
      eventSourceArn: stream.reference,
      functionName: reference,
      startingPosition: 'TRIM_HORIZON',
      functionResponseTypes: ['ReportBatchItemFailures'],
      bisectBatchOnFunctionError: true,
      maximumRecordAgeInSeconds: ageOf(props.retentionHours),
      destinationConfig: { onFailure: { destinationArn: onFailure.referenceArn } },
      ...feeding(props.name, props.settings),
      // The service looks at once whether the role may read the stream.
      dependsOn: [role.policy],
    });
  }
}

/** Never below the stream's own retention; -1 (as long as the stream has it) where the setting's most, a week, would be. */
const ageOf = (retentionHours: number): number => {
  const seconds = retentionHours * 3_600;
  return seconds > 604_800 ? -1 : seconds;
};

const feeding = (name: string, settings: ConsumerSettings) => {
  const of = (what: string) => `the ${what} of the consumer ${name}`;
  return {
    batchSize: wholeNumber(of('records a batch'), settings.batchRecords, 1, 10_000),
    maximumBatchingWindowInSeconds: wholeNumber(of('window in seconds'), settings.windowSeconds, 0, 300),
    parallelizationFactor: wholeNumber(of('parallelization'), settings.parallelization, 1, 10),
    maximumRetryAttempts: wholeNumber(of('retries'), settings.retries, 1, 10_000),
  };
};
