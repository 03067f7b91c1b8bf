import { afterAll } from 'vitest';
import { eventStreamContract } from '@sluice/testing/contracts/event-stream';
import { anId } from '@sluice/testing/factories/directory';
import { createStream, readStream, startKinesalite } from '../testing/kinesalite.ts';
import { kinesisStream } from './index.ts';

const kinesis = await startKinesalite();
afterAll(() => kinesis.close());

eventStreamContract('Kinesis', async () => {
  const client = kinesis.client();
  const streamName = anId();
  await createStream(client, streamName, 3);
  const stream = kinesisStream({ client, streamName, clock: Date, random: Math.random });
  return { stream, delivered: () => readStream(client, streamName) };
});
