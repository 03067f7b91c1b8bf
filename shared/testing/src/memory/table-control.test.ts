import { tableControlContract } from '../contracts/table-control.ts';
import { memoryTableControl } from './table-control.ts';

tableControlContract('memory', async () => {
  let now = Date.UTC(2026, 10, 23);
  const tables = memoryTableControl({ clock: { now: () => now } });
  return { ...tables, limits: { pass: (ms) => (now += ms) } };
});
