import { partitionKey, type TableName } from '@sluice/core/layout';
import type { Partition } from '@sluice/core/ports';

/** About 2 MB of keys. A function that meets more partitions in its life writes some index items again, a write unit each. */
const capacity = 10_000;

/** The index items that this process wrote: one write for each (table, tenant, metric, hour), not one for each chunk. */
export class KnownEntries {
  readonly #byTable = new Map<TableName, Set<string>>();
  #size = 0;

  has(partition: Partition): boolean {
    return this.#byTable.get(partition.table)?.has(partitionKey(partition)) ?? false;
  }

  add(partition: Partition): void {
    if (this.#size >= capacity) this.#clear();
    const known = this.#byTable.get(partition.table) ?? new Set();
    this.#byTable.set(partition.table, known);
    if (!known.has(partitionKey(partition))) this.#size += 1;
    known.add(partitionKey(partition));
  }

  /** For a table that went away: one made again under the name is empty. */
  forget(table: TableName): void {
    this.#size -= this.#byTable.get(table)?.size ?? 0;
    this.#byTable.delete(table);
  }

  #clear(): void {
    this.#byTable.clear();
    this.#size = 0;
  }
}
