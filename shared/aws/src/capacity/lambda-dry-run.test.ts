import type { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from 'vitest';
import { lambdaDryRun } from './index.ts';

const action = (resource: string) => ({
  resource,
  at: 1_790_000_000_000,
  kind: 'resize',
  from: { shards: 4 },
  to: { shards: 8 },
  reason: '7.2 will be wanted',
  inputs: { need: 7.2 },
});

/** Lambda with an answer for each function. */
const answering = (answers: Readonly<Record<string, object>>) => {
  const asked: { FunctionName: string; InvocationType?: string; Payload: Uint8Array }[] = [];
  const client = {
    send: async ({ input }: { input: (typeof asked)[number] }) => {
      asked.push(input);
      const answer = answers[input.FunctionName];
      if (answer instanceof Error) throw answer;
      return answer;
    },
  } as unknown as LambdaClient;
  return { asked, plan: lambdaDryRun({ client, functions: Object.keys(answers) }) };
};

const saying = (value: unknown, more = {}) => ({ Payload: Buffer.from(JSON.stringify(value)), ...more });

it('asks each scaler for a dry run, waits, and gives what all would do', async () => {
  const [stream, table] = [action('stream raw'), action('table near')];
  const { asked, plan } = answering({ streams: saying([stream]), tables: saying([table]) });
  expect(await plan()).toEqual([stream, table]);
  expect(asked.map(({ FunctionName }) => FunctionName)).toEqual(['streams', 'tables']);
  for (const { InvocationType, Payload } of asked) {
    expect(InvocationType).toBeUndefined();
    expect(JSON.parse(Buffer.from(Payload).toString())).toEqual({ dryRun: true });
  }
});

it.each([
  ['failed', saying({ errorMessage: 'out of memory' }, { FunctionError: 'Unhandled' }), 'out of memory'],
  ['answered something else', saying([{ resource: 1 }]), 'did not tell what it would do'],
  ['answered nothing', {}, 'did not tell what it would do'],
])('rejects when a function %s', async (_, answer, message) => {
  await expect(answering({ streams: saying([]), tables: answer }).plan()).rejects.toThrow(message);
});

it('throws OutOfService when Lambda is away, or the scaler is at work', async () => {
  const busy = Object.assign(new Error('Rate Exceeded.'), {
    name: 'TooManyRequestsException',
    $metadata: { httpStatusCode: 429 },
  });
  await expect(answering({ streams: busy }).plan()).rejects.toMatchObject({
    name: 'OutOfService',
  });
});
