import { eventStreamContract } from '../contracts/event-stream.ts';
import { memoryEventStream } from './event-stream.ts';

eventStreamContract('memory', async () => {
  const stream = memoryEventStream();
  return { stream, delivered: async () => stream.records };
});
