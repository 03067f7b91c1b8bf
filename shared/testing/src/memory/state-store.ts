import { stateFault } from '@sluice/core/layout';
import type { StateRow, StateStore } from '@sluice/core/ports';

/** A state store in memory. */
export const memoryStateStore = (): StateStore => {
  const partitions = new Map<string, Map<string, StateRow>>();
  const rowsOf = (partition: string): Map<string, StateRow> => {
    const rows = partitions.get(partition) ?? new Map<string, StateRow>();
    partitions.set(partition, rows);
    return rows;
  };
  return {
    get: async (partition, key) => partitions.get(partition)?.get(key),
    replace: async (partition, key, expectedVersion, value) => {
      const fault = stateFault(partition, key, value);
      if (fault !== undefined) throw new Error(fault);
      const rows = rowsOf(partition);
      if ((rows.get(key)?.version ?? 0) !== expectedVersion) return 'conflict';
      rows.set(key, { key, version: expectedVersion + 1, value });
      return 'stored';
    },
    remove: async (partition, key, expectedVersion) => {
      const rows = rowsOf(partition);
      if (rows.get(key)?.version !== expectedVersion) return 'conflict';
      rows.delete(key);
      return 'removed';
    },
    rows: async function* (partition) {
      const rows = [...(partitions.get(partition)?.values() ?? [])];
      yield* rows.sort((a, b) => (a.key < b.key ? -1 : 1));
    },
  };
};
