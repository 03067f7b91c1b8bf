import type { TenantId } from '@sluice/core/layout';
import type { Tally } from '@sluice/core/ports';

/** A tally within its tenant's item, with its end: `["01JD…",1795402800123,10]`. */
export const writeTally = ({ recordId, receivedAt, events }: Tally): string =>
  `${JSON.stringify([recordId, receivedAt, events])}\n`;

const isRow = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
};

/** A line without its end; undefined when it is none. */
export const readTally = (line: string, tenant: TenantId): Tally | undefined => {
  const row = parse(line);
  if (!isRow(row)) return undefined;
  const [recordId, receivedAt, events] = row;
  if (typeof recordId !== 'string' || typeof receivedAt !== 'number' || typeof events !== 'number')
    return undefined;
  return { tenant, recordId, receivedAt, events };
};
