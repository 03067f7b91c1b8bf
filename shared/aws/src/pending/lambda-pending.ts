import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { pendingTail } from '@sluice/core/books';
import type { AcceptedLedger, Clock, ObjectStore, Pending } from '@sluice/core/ports';
import { lambdaGivenUp } from '../hand-back/index.ts';
import { iteratorAge } from './iterator-age.ts';

export interface LambdaPendingOptions {
  readonly ledger: AcceptedLedger;
  readonly clock: Clock;
  readonly cloudWatch: CloudWatchClient;
  /** The bucket of the on-failure destination. */
  readonly onFailure: ObjectStore;
  /** Physical names. */
  readonly functions: Readonly<Record<'validate' | 'store', string>>;
}

/** What is on its way through Lambda's event source mappings. */
export const lambdaPending = ({
  ledger,
  clock,
  cloudWatch,
  onFailure,
  functions,
}: LambdaPendingOptions): Pending =>
  pendingTail({
    ledger,
    clock,
    behind: () => iteratorAge({ cloudWatch, clock, functions: Object.values(functions) }),
    givenUp: (consumer) => lambdaGivenUp(onFailure, functions[consumer]),
  });
