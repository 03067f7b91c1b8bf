import { type DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { isTableName, lateTable, type TableName } from '@sluice/core/layout';
import { answering } from '../dynamo/failure.ts';

const byWeek = (a: TableName, b: TableName): number => {
  if (a === lateTable) return 1;
  return b === lateTable || a < b ? -1 : 1;
};

/** The tables whose physical name is the prefix and a table's name: ListTables knows no prefix, and gives 100 names of the account a page. */
export const listTables = async (client: DynamoDBClient, prefix: string): Promise<readonly TableName[]> => {
  const tables: TableName[] = [];
  let after: string | undefined;
  do {
    const page = await answering('list the tables', () =>
      client.send(new ListTablesCommand({ ExclusiveStartTableName: after })),
    );
    for (const name of page.TableNames ?? [])
      if (name.startsWith(prefix) && isTableName(name.slice(prefix.length)))
        tables.push(name.slice(prefix.length));
    after = page.LastEvaluatedTableName;
  } while (after !== undefined);
  return tables.sort(byWeek);
};
