import { once } from 'node:events';
import { createServer } from 'node:http';
import { ListStreamsCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { afterAll, expect, it } from 'vitest';
import { onEmulator, portOf } from '../testing/clients.ts';
import {
  clientSettings,
  cloudWatchClient,
  dynamoClient,
  dynamoControlClient,
  firehoseClient,
  iamClient,
  kinesisClient,
  lambdaClient,
  s3Client,
} from './index.ts';

let asked = 0;
const silent = createServer(() => (asked += 1));
silent.listen(0, '127.0.0.1');
await once(silent, 'listening');
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

it.each([
  cloudWatchClient,
  dynamoClient,
  dynamoControlClient,
  firehoseClient,
  iamClient,
  kinesisClient,
  lambdaClient,
  s3Client,
])('%o makes one client and keeps it', (client) => expect(client()).toBe(client()));

it('clients whose adapter sends again by itself try once, the others four times', async () => {
  const attempts = (client: { config: { maxAttempts: () => Promise<number> } }) =>
    client.config.maxAttempts();
  expect(
    await Promise.all(
      [kinesisClient(), firehoseClient(), lambdaClient(), dynamoControlClient()].map(attempts),
    ),
  ).toEqual([1, 1, 1, 1]);
  expect(await Promise.all([s3Client(), iamClient(), dynamoClient()].map(attempts))).toEqual([4, 4, 4]);
});

it('a call that is never answered ends with a time-out, and is sent again', async () => {
  const settings = clientSettings({ attempts: 2, answerMs: 50 });
  const client = new KinesisClient({ ...settings, ...onEmulator(portOf(silent.address())) });
  await expect(client.send(new ListStreamsCommand({}))).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(asked).toBe(2);
});
