import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping/index.js';
import { Construct } from 'constructs';
import type { Lambda } from '../standards/lambda.ts';
import type { Queue } from '../standards/queue.ts';

export interface QueueSourceProps {
  readonly function: Lambda;
  readonly queue: Queue;
  /** The function's reserved concurrency: more pollers would only find it throttled. */
  readonly atOnce: number;
}

/** A function that takes messages of a queue, one at a time: a slice of a file takes its time, and must not hide other messages. */
export class QueueSource extends Construct {
  constructor(scope: Construct, id: string, { function: taker, queue, atOnce }: QueueSourceProps) {
    super(scope, id);
    queue.grantTake(taker.role);
    new LambdaEventSourceMapping(this, 'Default', {
      eventSourceArn: queue.reference,
      functionName: taker.reference,
      batchSize: 1,
      functionResponseTypes: ['ReportBatchItemFailures'],
      // SQS' least is 2.
      scalingConfig: { maximumConcurrency: Math.max(2, atOnce) },
      dependsOn: [taker.role.policy],
    });
  }
}
