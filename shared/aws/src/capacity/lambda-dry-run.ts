import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { isCapacityAction, type CapacityAction } from '@sluice/core/capacity';
import { parsed } from '../hand-back/json.ts';
import { lambdaReactions } from '../lambda/reactions.ts';
import { calling } from '../shared/calling.ts';

export interface DryRunOptions {
  /** It retries by itself: a scaler that is at work has no slot left for a moment. */
  readonly client: LambdaClient;
  /** Names of the scalers' functions. */
  readonly functions: readonly string[];
}

const Payload = Buffer.from('{"dryRun": true}');

const ask = async ({ client }: DryRunOptions, name: string): Promise<readonly CapacityAction[]> => {
  const answer = await calling(`ask the function ${name}`, lambdaReactions, () =>
    client.send(new InvokeCommand({ FunctionName: name, Payload })),
  );
  const text = Buffer.from(answer.Payload ?? []).toString('utf8');
  const value = answer.FunctionError === undefined ? parsed(text) : undefined;
  if (Array.isArray(value) && value.every(isCapacityAction)) return value;
  throw new Error(`the function ${name} did not tell what it would do: ${text.slice(0, 300)}`);
};

/** What the scalers would do now, none of which they do. Throws OutOfService; Error with the answer of one that failed. */
export const lambdaDryRun = (options: DryRunOptions) => async (): Promise<readonly CapacityAction[]> =>
  (await Promise.all(options.functions.map((name) => ask(options, name)))).flat();
