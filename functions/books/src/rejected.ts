import { isErrorRecord } from '@sluice/core/forms';
import { errorsMetricId, type TenantId } from '@sluice/core/layout';
import { fromEvery, parseLines } from '@sluice/core/stream';
import type { BooksServices } from './balance.ts';
import type { Hours } from './books.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Counts events that ended as error records, each once. One that was replayed after a mended schema and is a row by now counts as
 * stored; a `field` notice stands beside a row and is not counted.
 */
export const countRejected = async (
  tenant: TenantId,
  { chunks }: BooksServices,
  snapshot: Snapshot,
  hours: Hours,
  stored: ReadonlySet<string>,
): Promise<void> => {
  const seen = new Set<string>();
  for (const table of await chunks.tables())
    for (const { partition } of await chunks.partitions(table, tenant, errorsMetricId))
      for (const chunk of await chunks.read(await chunks.heads(partition)))
        parseLines(fromEvery(chunk.body), (line) => {
          const record: unknown = JSON.parse(line);
          if (!isErrorRecord(record))
            throw new Error(`an error chunk holds a line that is no error record: ${line.slice(0, 200)}`);
          const key = `${record.recordId}:${record.index}`;
          if (record.kind === 'field' || seen.has(key) || stored.has(key) || !snapshot.has(record.recordId))
            return;
          seen.add(key);
          hours.add(record.receivedAt, 'rejected', 1);
          snapshot.arrived(record.recordId, record.index);
        });
};
