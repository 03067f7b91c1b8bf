import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TenantId } from '@sluice/core/layout';
import type { AcceptedLedger, Tally } from '@sluice/core/ports';
import { hourOf } from '@sluice/core/time';
import { keyedTable, type KeyedTable } from '../dynamo/keyed-table.ts';
import { inParallel } from '../dynamo/parallel.ts';
import { packLines } from '../dynamo/packed-lines.ts';
import { packedRow, packedRows, type PackedRow } from '../dynamo/packed-rows.ts';
import { readTally, writeTally } from './lines.ts';

export interface LedgerOptions {
  readonly client: DynamoDBClient;
  /** The counts table, which the sealed counts share. */
  readonly tableName: string;
}

const kind = 'accepted';
const writesAtOnce = 8;

/** The tallies of each tenant and hour of arrival, each record once. */
const byHour = (tallies: readonly Tally[]): readonly (readonly Tally[])[] => {
  const groups = new Map<string, Map<string, Tally>>();
  for (const tally of tallies) {
    const key = `${tally.tenant} ${hourOf(tally.receivedAt)}`;
    const group = groups.get(key) ?? new Map<string, Tally>();
    groups.set(key, group.set(tally.recordId, tally));
  }
  return Array.from(groups.values(), (group) => [...group.values()]);
};

const rowsOf = (tallies: readonly Tally[]): readonly PackedRow[] => {
  const [first] = tallies;
  if (first === undefined) return [];
  const hour = hourOf(first.receivedAt);
  return packLines(tallies.map(writeTally)).map((packed) =>
    packedRow(first.tenant, [kind, hour, packed.digest], packed),
  );
};

async function* recordsOf(table: KeyedTable, tenant: TenantId, since: number): AsyncGenerator<Tally> {
  // A record arrived in one hour, and rows come by hour, so that what was met need only be kept for an hour.
  let current = '';
  const met = new Set<string>();
  const from = since > 0 ? hourOf(since) : '';
  const rows = packedRows(table, tenant, kind, (line) => readTally(line, tenant), from);
  for await (const { parts, entries } of rows) {
    const [, hour = ''] = parts;
    if (hour !== current) met.clear();
    current = hour;
    for (const tally of entries) {
      if (tally.receivedAt < since || met.has(tally.recordId)) continue;
      met.add(tally.recordId);
      yield tally;
    }
  }
}

/**
 * The ledger on DynamoDB: not an item for each record, which would be a write unit each (0.63 dollars a million), but one for each tenant
 * and hour of a call, under a hash of its tallies: about 16 bytes a record, so that 60 records share a write unit. The same batch again is
 * the same item. A batch that was cut differently overlaps, and reading counts each record once.
 */
export const dynamoLedger = ({ client, tableName }: LedgerOptions): AcceptedLedger => {
  const table = keyedTable(client, tableName);
  return {
    add: async (tallies) => {
      const rows = byHour(tallies).flatMap(rowsOf);
      await inParallel(writesAtOnce, rows, ({ key, item }) => table.put(key, item));
    },
    records: (tenant, since = 0) => recordsOf(table, tenant, since),
  };
};
