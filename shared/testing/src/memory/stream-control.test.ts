import { streamControlContract } from '../contracts/stream-control.ts';
import { memoryStreamControl } from './stream-control.ts';

streamControlContract('memory', async () => {
  let now = Date.UTC(2026, 10, 23);
  const streams = memoryStreamControl({ clock: { now: () => now } });
  return { ...streams, limits: { nextDay: () => (now += 86_400_000) } };
});
