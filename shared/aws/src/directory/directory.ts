import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Directory } from '@sluice/core/ports';
import { keyedTable } from '../dynamo/keyed-table.ts';
import { deviceCalls } from './devices.ts';
import { keyCalls } from './keys.ts';
import { tenantCalls } from './tenants.ts';

export interface DirectoryOptions {
  readonly client: DynamoDBClient;
  readonly tableName: string;
}

/**
 * The directory on DynamoDB, without transactions, scans or indexes: each thing that must happen in one step (a name is taken, a device has
 * room for a key, a key is revoked) is one conditional write of one item, which decides; what else is written only finds it, and is mended
 * by the same call made again. A key's secret is not kept: IAM has it, and it reads back as ''.
 */
export const dynamoDirectory = ({ client, tableName }: DirectoryOptions): Directory => {
  const table = keyedTable(client, tableName);
  return { ...tenantCalls(table), ...deviceCalls(table), ...keyCalls(table) };
};
