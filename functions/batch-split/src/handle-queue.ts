import { queuedJobs } from './queued-jobs.ts';
import { runJob } from './run-job.ts';
import type { SplitServices } from './services.ts';

/** What an event source mapping of a queue hands over (SQS), as far as we use it. */
export interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** Messages that are to come again. */
export interface QueueReport {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** Does the jobs of each message. One that fails does not hold up the others, and comes again after the queue's visibility time-out. */
export const handleQueue = async (
  event: QueueEvent,
  services: SplitServices,
  log: (message: string, error: unknown) => void,
): Promise<QueueReport> => {
  const failures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      for (const job of await queuedJobs(body, services.states)) await runJob(job, services);
    } catch (error) {
      log(`the message ${messageId} failed`, error);
      failures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures: failures };
};
