import type { FunctionPart } from './part.ts';

export const count: FunctionPart<'count'> = {
  description: 'Writes the ledger of accepted records, from which the books count',
  memoryMegabytes: 512,
  timeoutSeconds: 60,
  consumes: 'raw',
  variables: ({ tables }) => ({ COUNTS_TABLE: tables.counts.name }),
  allow: (role, { tables }) => tables.counts.grantWrite(role, 'PutItem'),
};
