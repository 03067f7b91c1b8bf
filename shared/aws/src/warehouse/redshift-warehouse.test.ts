import { beforeAll, beforeEach, expect, it } from 'vitest';
import { RedshiftData } from '@aws-sdk/client-redshift-data';
import { warehouseContract } from '@sluice/testing/contracts/warehouse';
import { startEngine, type Engine } from '@sluice/testing/data-api/engine';
import { RedshiftStandIn, type CallFault } from '@sluice/testing/data-api/stand-in';
import { anId } from '@sluice/testing/factories/directory';
import { memoryObjectStore } from '@sluice/testing/memory/object-store';
import { redshiftWarehouse, type DataApi } from './index.ts';
import { statementFailure } from './reactions.ts';

const hour = 3_600_000;
let engine: Engine;
let now = Date.UTC(2026, 10, 23);
let fault: CallFault;
let standIn: RedshiftStandIn;
beforeAll(async () => {
  engine = await startEngine();
});
beforeEach(() => {
  fault = undefined;
  standIn = new RedshiftStandIn({
    engine,
    objects: memoryObjectStore(),
    clock: { now: () => now },
    faultOf: () => fault,
  });
});

const adapter = () => redshiftWarehouse({ api: standIn, workgroup: 'loads', database: 'sluice' });
const open = async () => ({
  warehouse: adapter(),
  settle: async () => {
    await standIn.work();
  },
});
warehouseContract('Redshift', open);

const batch = (...statements: string[]) => ({ statements, clientToken: anId(), name: 'a test' });

it('takes the SDK’s own client', () => {
  const api: DataApi = new RedshiftData({ region: 'us-east-1' });
  expect(redshiftWarehouse({ api, workgroup: 'loads', database: 'sluice' })).toBeDefined();
});

it('a batch waits, ends, and is forgotten after 24 hours, as are its rows', async () => {
  const warehouse = adapter();
  const { id } = await warehouse.submit(batch('SELECT 1 AS a', 'SELECT 2 AS a'));
  expect(await warehouse.describe(id)).toEqual({ state: 'submitted' });
  await standIn.work();
  expect(await warehouse.describe(id)).toEqual({ state: 'finished' });
  now += 25 * hour;
  expect(await warehouse.describe(id)).toEqual({ state: 'unknown' });
  expect(await warehouse.rows(id, 0)).toBeUndefined();
});

it('a token is of one batch for 8 hours, and not after', async () => {
  const warehouse = adapter();
  const one = batch('SELECT 1');
  const first = await warehouse.submit(one);
  now += 7 * hour;
  expect(await warehouse.submit(one)).toEqual(first);
  now += 2 * hour;
  expect(await warehouse.submit(one)).not.toEqual(first);
});

it('a batch that somebody cancelled is aborted, which passes', async () => {
  const warehouse = adapter();
  const { id } = await warehouse.submit(batch('SELECT 1', 'SELECT 2'));
  await standIn.abortAll();
  expect(await warehouse.describe(id)).toMatchObject({ state: 'aborted', failure: { class: 'retryable' } });
});

it.each(['throttled', 'lost'] as const)(
  'a call that is %s is out of service; again with its token is once',
  async (kind) => {
    const warehouse = adapter();
    const table = `t_${anId().toLowerCase()}`;
    const made = batch(`CREATE TABLE ${table} (a INTEGER)`);
    fault = kind;
    await expect(warehouse.submit(made)).rejects.toMatchObject({ name: 'OutOfService' });
    fault = undefined;
    const { id } = await warehouse.submit(made);
    expect(await standIn.work()).toHaveLength(1);
    expect(await warehouse.describe(id)).toEqual({ state: 'finished' });
  },
);

it.each([
  ['ERROR: 1023 DETAIL: Serializable isolation violation on table', 'retryable'],
  ['ERROR: could not complete because of conflict with concurrent transaction', 'retryable'],
  ['ERROR: S3ServiceException:Please reduce your request rate.,Status 503,Error SlowDown', 'retryable'],
  [
    "ERROR: Load into table 'stage' failed. Check 'sys_load_error_detail' system table for details.",
    'customer',
  ],
  ['ERROR: The specified S3 prefix does not exist', 'customer'],
  ['ERROR: Divide by zero', 'customer'],
  ['ERROR: permission denied for schema t_x', 'ours'],
  ['ERROR: syntax error at or near "MERGE"', 'ours'],
])('%s is %s', (message, expected) => {
  expect(statementFailure(message).class).toBe(expected);
});
