import type { Field, Metric, TenantSchema } from '@sluice/core/tenant-schema';
import { line } from './store.ts';

/** A declared metric for tests: `temp`, once `old`, with an INTEGER `value` and a STRING `place`. */
export const metricId = 'm_01HZZZZZZZZZZZZZZZZZZZZZZM';

export const field = (n: number, displayName: string, type: Field['type'], ...more: string[]): Field => ({
  id: `f${n}`,
  displayName,
  aliases: [displayName, ...more],
  type,
});

export const metric = (parts: Partial<Metric> = {}): Metric => ({
  id: metricId,
  displayName: 'temp',
  aliases: ['temp', 'old'],
  timestampPatterns: [],
  timestampAliases: [],
  fields: [field(1, 'value', 'INTEGER', 'val', 'v'), field(2, 'place', 'STRING')],
  nextField: 9,
  ...parts,
});

export const schema = (parts: Partial<Metric> = {}): Partial<TenantSchema> => ({ metrics: [metric(parts)] });

/** A staged line of it. */
export const temp = (
  fields: Record<string, string | number | boolean>,
  parts: Partial<Parameters<typeof line>[0]> = {},
) => line({ metric: metricId, as: 'temp', fields, ...parts });
