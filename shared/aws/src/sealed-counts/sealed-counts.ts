import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readSealedLine, writeSealedLine } from '@sluice/core/forms';
import type { TenantId } from '@sluice/core/layout';
import type { SealedCounts, SealedHour } from '@sluice/core/ports';
import { keyedTable, type KeyedTable } from '../dynamo/keyed-table.ts';
import { packLines } from '../dynamo/packed-lines.ts';
import { packedRow, packedRows, type PackedRow } from '../dynamo/packed-rows.ts';
import { inParallel } from '../dynamo/parallel.ts';

export interface SealedCountsOptions {
  readonly client: DynamoDBClient;
  /** The counts table, which the ledger of accepted records shares. */
  readonly tableName: string;
}

const kind = 'sealed';
const writesAtOnce = 8;

const rowsOf = ({ table, tenant, hour, events }: SealedHour): readonly PackedRow[] =>
  packLines(events.map(writeSealedLine)).map((packed) =>
    packedRow(tenant, [kind, table, hour, packed.digest], packed),
  );

async function* hoursOf(counts: KeyedTable, tenant: TenantId): AsyncGenerator<SealedHour> {
  for await (const { parts, entries } of packedRows(counts, tenant, kind, readSealedLine)) {
    const [, table = '', hour = ''] = parts;
    yield { table, tenant, hour, events: entries };
  }
}

/**
 * The sealed counts on DynamoDB: an item for each (tenant, table, hour of arrival) and set of events, under a hash of them; an hour that is
 * too large for one item is several, which readers stand. Sealing the same again writes the same items.
 */
export const dynamoSealedCounts = ({ client, tableName }: SealedCountsOptions): SealedCounts => {
  const counts = keyedTable(client, tableName);
  return {
    seal: async (hours) => {
      await inParallel(writesAtOnce, hours.flatMap(rowsOf), ({ key, item }) => counts.put(key, item));
    },
    hours: (tenant) => hoursOf(counts, tenant),
  };
};
