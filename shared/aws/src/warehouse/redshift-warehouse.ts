import type { DescribeStatementResponse, Field } from '@aws-sdk/client-redshift-data';
import { OutOfService, SluiceError } from '@sluice/core/failure';
import {
  warehouseFault,
  type BatchProgress,
  type Warehouse,
  type WarehouseBatch,
  type WarehouseRow,
} from '@sluice/core/ports';
import { calling } from '../shared/calling.ts';
import { faultOf } from '../shared/reaction.ts';
import type { DataApi } from './data-api.ts';
import { dataApiReactions, statementFailure } from './reactions.ts';

export interface RedshiftWarehouseOptions {
  readonly api: DataApi;
  readonly workgroup: string;
  readonly database: string;
}

/** The statements of a batch have ids of their own, a statement alone has none beside its own. */
const batchMark = 'batch/';

const idOf = (id: string): string => id.replace(batchMark, '');

const submit = async (options: RedshiftWarehouseOptions, batch: WarehouseBatch): Promise<string> => {
  const { api, workgroup, database } = options;
  const [first = '', ...more] = batch.statements;
  const common = {
    WorkgroupName: workgroup,
    Database: database,
    ClientToken: batch.clientToken,
    StatementName: batch.name,
    WithEvent: true,
  };
  const isAlone = more.length === 0;
  const { Id } = isAlone
    ? await api.executeStatement({ ...common, Sql: first })
    : await api.batchExecuteStatement({ ...common, Sqls: [first, ...more] });
  if (Id === undefined) throw new OutOfService('the Data API gave no id of a batch');
  return isAlone ? Id : `${batchMark}${Id}`;
};

const failedAt = ({ SubStatements = [] }: DescribeStatementResponse) => {
  const at = SubStatements.findIndex(({ Status }) => Status === 'FAILED');
  return at < 0 ? undefined : { at, error: SubStatements[at]?.Error };
};

const progressOf = (described: DescribeStatementResponse): BatchProgress => {
  const { Status, Error: error = 'the Data API gives no reason' } = described;
  const failed = failedAt(described);
  const statement = failed === undefined ? {} : { statement: failed.at };
  switch (Status) {
    case 'SUBMITTED':
    case 'PICKED':
      return { state: 'submitted' };
    case 'FINISHED':
      return { state: 'finished' };
    case 'FAILED':
      return { state: 'failed', failure: statementFailure(failed?.error ?? error), ...statement };
    case 'ABORTED':
      return {
        state: 'aborted',
        failure: { class: 'retryable', code: 'Aborted', message: error },
        ...statement,
      };
    case 'STARTED':
    case 'ALL':
    case undefined:
    default: // what may be new has not ended
      return { state: 'started' };
  }
};

const textOf = (field: Field): string | null => {
  if (field.isNull === true) return null;
  const value = field.stringValue ?? field.longValue ?? field.doubleValue ?? field.booleanValue;
  return value === undefined ? null : String(value);
};

const rowsOf = async (api: DataApi, Id: string): Promise<readonly WarehouseRow[]> => {
  const rows: WarehouseRow[] = [];
  let token: string | undefined;
  do {
    const page = await api.getStatementResult({ Id, ...(token === undefined ? {} : { NextToken: token }) });
    const names = (page.ColumnMetadata ?? []).map(({ name, label }) => label ?? name ?? '');
    for (const record of page.Records ?? [])
      rows.push(new Map(record.map((field, i) => [names[i] ?? String(i), textOf(field)])));
    token = page.NextToken;
  } while (token !== undefined && token !== '');
  return rows;
};

/** Undefined for an id that the Data API does not know: it forgets after 24 hours. */
const ifKnown = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    if (faultOf(error, dataApiReactions).code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
};

const asReused = (error: unknown): unknown =>
  error instanceof SluiceError && error.class === 'ours' && /token/i.test(error.message)
    ? new SluiceError({ class: 'ours', code: 'TokenReused', message: error.message }, { cause: error })
    : error;

/** Redshift Serverless by the Data API. A batch's end comes as an event; credentials are the caller's role. */
export const redshiftWarehouse = (options: RedshiftWarehouseOptions): Warehouse => {
  const { api } = options;
  return {
    submit: async (batch) => {
      const fault = warehouseFault(batch);
      if (fault !== undefined) throw new SluiceError({ class: 'ours', code: 'BadBatch', message: fault });
      try {
        return {
          id: await calling('submit to the warehouse', dataApiReactions, () => submit(options, batch)),
        };
      } catch (error) {
        throw asReused(error);
      }
    },
    describe: (id) =>
      calling('ask the warehouse for a batch', dataApiReactions, async () => {
        const described = await ifKnown(() => api.describeStatement({ Id: idOf(id) }));
        return described === undefined ? { state: 'unknown' } : progressOf(described);
      }),
    rows: (id, statement) =>
      calling('read from the warehouse', dataApiReactions, () => {
        const Id = id.startsWith(batchMark) ? `${idOf(id)}:${statement + 1}` : id;
        return ifKnown(() => rowsOf(api, Id));
      }),
  };
};
