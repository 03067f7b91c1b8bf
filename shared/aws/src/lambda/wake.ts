import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { calling } from '../shared/calling.ts';
import { lambdaReactions } from './reactions.ts';

/** Wakes a function that nobody waits for: Lambda keeps the event, and tries it again when the function fails. Throws OutOfService. */
export const lambdaWake =
  (client: LambdaClient, functionName: string) =>
  (event: object): Promise<void> =>
    calling(`wake the function ${functionName}`, lambdaReactions, async () => {
      const Payload = Buffer.from(JSON.stringify(event));
      await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload }));
    });
