import type { TablePolicy } from '../policy.ts';

export const onDemand: TablePolicy = {
  name: 'DynamoDB on-demand',
  source: 'CAPACITY 1.2, A9 A13: the service itself',
  everyMinutes: Number.POSITIVE_INFINITY,
  lookDollars: 0,
  opening: () => ({ billing: 'PAY_PER_REQUEST', throughput: { writes: 0, reads: 0 } }),
  start: () => () => undefined,
};
