import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { FileJobs } from '@sluice/core/files';
import { clientSettings, once } from '../clients/settings.ts';
import { calling } from '../shared/calling.ts';
import { everyService, type Reactions } from '../shared/reaction.ts';

export const sqsClient = /* @__PURE__ */ once(() => new SQSClient(clientSettings()));

export interface SqsJobsOptions {
  /** It retries by itself: a job may come twice. */
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** SQS' bound: a job that is to wait longer comes earlier, and sees that itself. */
const mostSeconds = 900;

/** SQS' answers. */
const sqsReactions: Reactions = {
  ...everyService,
  QueueDoesNotExist: 'away',
  'AWS.SimpleQueueService.NonExistentQueue': 'away',
  OverLimit: 'again',
  InvalidMessageContents: 'refused',
};

/** Jobs as messages of a queue, which hands them to the function again until it has done them. */
export const sqsJobs = ({ client, queueUrl }: SqsJobsOptions): FileJobs => ({
  send: (job, delayMs = 0) =>
    calling('hand a job on a file on', sqsReactions, async () => {
      const DelaySeconds = Math.min(mostSeconds, Math.ceil(delayMs / 1_000));
      await client.send(
        new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(job), DelaySeconds }),
      );
    }),
});
