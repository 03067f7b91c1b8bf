import { isErrorRecord } from '../forms/index.ts';
import { errorsMetricId, type TableName, type TenantId } from '../layout/index.ts';
import { parseLines } from '../stream/index.ts';
import { eachBody } from './bodies.ts';
import type { BooksServices } from './services.ts';

/** An event that ended as an error record. */
export interface Rejected {
  /** The last that holds a record of it. */
  readonly table: TableName;
  readonly recordId: string;
  readonly index: number;
}

/** Events that have an error record, each once. A `field` notice stands beside a row and is left out. */
export const findRejected = async (
  tenant: TenantId,
  services: BooksServices,
): Promise<Iterable<Rejected>> => {
  const found = new Map<string, Rejected>();
  for (const table of await services.chunks.tables())
    for (const { partition } of await services.chunks.partitions(table, tenant, errorsMetricId))
      await eachBody(await services.chunks.heads(partition), services, (text) => {
        parseLines(text, (line) => {
          const record: unknown = JSON.parse(line);
          if (!isErrorRecord(record))
            throw new Error(`an error chunk holds a line that is no error record: ${line.slice(0, 200)}`);
          const { kind, recordId, index } = record;
          if (kind !== 'field') found.set(`${recordId}:${index}`, { table, recordId, index });
        });
      });
  return found.values();
};
