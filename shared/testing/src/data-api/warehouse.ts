import { OutOfService, SluiceError } from '@sluice/core/failure';
import type { BatchProgress, Warehouse } from '@sluice/core/ports';
import type { RedshiftStandIn } from './stand-in.ts';

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

const translated = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (isNamed(error, 'ThrottlingException') || isNamed(error, 'TimeoutError'))
      throw new OutOfService(message);
    if (isNamed(error, 'ValidationException'))
      throw new SluiceError({
        class: 'ours',
        code: /token/.test(message) ? 'TokenReused' : 'BadBatch',
        message,
      });
    throw error;
  }
};

const orUnknown = async <T>(work: () => Promise<T>): Promise<T | undefined> =>
  translated(work).catch((error: unknown) => {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  });

/** As the adapters have it, for the few that the tests meet. */
const isCustomer = /Load into table|division by zero|NoSuchKey/;

const describe = async (standIn: RedshiftStandIn, id: string): Promise<BatchProgress> => {
  const found = await orUnknown(() => standIn.describeStatement({ Id: id.replace('one/', '') }));
  if (found === undefined) return { state: 'unknown' };
  const message = found.Error ?? '';
  const at = (found.SubStatements ?? []).findIndex(({ Status }) => Status === 'FAILED');
  switch (found.Status) {
    case 'SUBMITTED':
      return { state: 'submitted' };
    case 'FINISHED':
      return { state: 'finished' };
    case 'ABORTED':
      return { state: 'aborted', failure: { class: 'retryable', code: 'Aborted', message } };
    case 'FAILED': {
      const failure = {
        class: isCustomer.test(message) ? 'customer' : 'ours',
        code: 'Failed',
        message,
      } as const;
      return { state: 'failed', failure, ...(at < 0 ? {} : { statement: at }) };
    }
  }
};

/** The stand-in as a Warehouse, for jobs, which see the port alone. The adapter of the port has tests of its own on the same stand-in. */
export const standInWarehouse = (standIn: RedshiftStandIn): Warehouse => ({
  submit: ({ statements, clientToken, name }) =>
    translated(async () => {
      const common = { ClientToken: clientToken, StatementName: name };
      const [first = ''] = statements;
      return statements.length === 1
        ? { id: `one/${(await standIn.executeStatement({ ...common, Sql: first })).Id}` }
        : { id: (await standIn.batchExecuteStatement({ ...common, Sqls: [...statements] })).Id };
    }),
  describe: (id) => describe(standIn, id),
  rows: async (id, statement) => {
    const one = id.startsWith('one/') ? id.slice('one/'.length) : `${id}:${statement + 1}`;
    const found = await orUnknown(() => standIn.getStatementResult({ Id: one }));
    const names = found?.ColumnMetadata.map(({ name }) => name) ?? [];
    return found?.Records.map(
      (row) =>
        new Map(
          row.map((field, i) => {
            const value = 'longValue' in field ? field.longValue : field.stringValue;
            return [names[i] ?? '', 'isNull' in field ? null : String(value)];
          }),
        ),
    );
  },
});
