import { hash } from 'node:crypto';
import { digestRange, type HeldHour, type HeldRow, type WarehouseRows } from '../books/index.ts';
import { OutOfService, SluiceError } from '../failure/index.ts';
import type { TenantId } from '../layout/index.ts';
import { warehouseLimits, type Clock, type Warehouse, type WarehouseRow } from '../ports/index.ts';
import { hourOf, startOfHour } from '../time/index.ts';
import type { QuestionDialect } from './questions.ts';
import { identifier } from './identifier.ts';
import { countHours } from './sql/count-hours.ts';
import { listLoaded } from './sql/list-loaded.ts';
import { listRows } from './sql/list-rows.ts';
import { listTables } from './sql/list-tables.ts';
import { opsTables, schemaName, targetOf } from './target.ts';

export interface WarehouseRowsServices {
  readonly warehouse: Warehouse;
  readonly dialect: QuestionDialect;
  readonly clock: Clock;
  /** Waits between two questions whether a batch has ended. */
  readonly wait: (ms: number) => Promise<void>;
}

const hourMs = 3_600_000;
const pollMs = 500;
/** A count of a table takes seconds; a warehouse that was asleep some more. */
const patienceMs = 600_000;

/** `"m_01…"` in the warehouse is `m_01…` in upper case but for the prefix: ids are Crockford base32. */
const tablePattern = /^[mu]_[0-9a-z]{26}$/;
const metricOf = (table: string): string => `${table.slice(0, 2)}${table.slice(2).toUpperCase()}`;

const ended = async (id: string, { warehouse, clock, wait }: WarehouseRowsServices): Promise<void> => {
  const begun = clock.now();
  for (;;) {
    const progress = await warehouse.describe(id);
    switch (progress.state) {
      case 'finished':
        return;
      case 'failed':
      case 'aborted':
        throw new SluiceError(progress.failure);
      case 'unknown':
        throw new OutOfService('the warehouse has forgotten what the books asked it');
      case 'submitted':
      case 'started':
        if (clock.now() - begun > patienceMs)
          throw new OutOfService('the warehouse does not answer the books');
        await wait(pollMs);
    }
  }
};

/** Runs statements that only read, and gives the rows of each. A question is never the same as one before. */
const asker = (tenant: TenantId, services: WarehouseRowsServices, nextNumber: () => number) => {
  const askSome = async (statements: readonly string[]): Promise<readonly (readonly WarehouseRow[])[]> => {
    const at = services.clock.now();
    const clientToken = hash(
      'sha256',
      `${tenant}/books/${at}/${nextNumber()}/${statements.join('\n')}`,
      'hex',
    );
    const { id } = await services.warehouse.submit({ statements, clientToken, name: `books-${tenant}` });
    await ended(id, services);
    const answers: (readonly WarehouseRow[])[] = [];
    for (const i of statements.keys()) {
      const rows = await services.warehouse.rows(id, i);
      if (rows === undefined) throw new OutOfService('the warehouse does not keep what the books asked it');
      answers.push(rows);
    }
    return answers;
  };
  return async (statements: readonly string[]): Promise<readonly (readonly WarehouseRow[])[]> => {
    const answers: (readonly WarehouseRow[])[] = [];
    for (let at = 0; at < statements.length; at += warehouseLimits.statements)
      answers.push(...(await askSome(statements.slice(at, at + warehouseLimits.statements))));
    return answers;
  };
};

const textIn = (row: WarehouseRow, name: string): string => {
  const value = row.get(name);
  if (typeof value === 'string') return value;
  throw new SluiceError({
    class: 'ours',
    code: 'BadAnswer',
    message: `a row of the warehouse has no ${name}`,
  });
};

const heldHour = (metric: string, row: WarehouseRow): HeldHour => ({
  metric,
  hour: hourOf(Number(textIn(row, 'hour')) * hourMs),
  rows: Number(textIn(row, 'held')),
  digest: Number(BigInt(textIn(row, 'digest')) % BigInt(digestRange)),
});

const heldRow = (metric: string, hour: string, row: WarehouseRow): HeldRow => ({
  metric,
  sentName: textIn(row, 'sent_name'),
  recordId: textIn(row, 'record_id'),
  index: Number(textIn(row, 'index')),
  hour,
  timestamp: Number(textIn(row, 'timestamp')),
  eventId: textIn(row, 'event_id'),
});

/** What the books ask the warehouse: one grouped count for each table, and the events of single hours. */
export const warehouseRows = (services: WarehouseRowsServices): WarehouseRows => {
  let asked = 0;
  const askerOf = (tenant: TenantId) => asker(tenant, services, () => (asked += 1));
  const tablesOf = async (tenant: TenantId): Promise<readonly string[]> => {
    const [rows = []] = await askerOf(tenant)([listTables(services.dialect, schemaName(tenant))]);
    return rows.map((row) => textIn(row, 'table_name'));
  };
  return {
    loaded: async (tenant) => {
      if (!(await tablesOf(tenant)).includes(opsTables.manifest)) return new Set();
      const [rows = []] = await askerOf(tenant)([listLoaded(identifier(schemaName(tenant)), 0)]);
      return new Set(rows.map((row) => textIn(row, 'load_id')));
    },
    hours: async (tenant) => {
      const metrics = (await tablesOf(tenant)).filter((table) => tablePattern.test(table)).map(metricOf);
      const statements = metrics.map((metric) => countHours(services.dialect, targetOf(tenant, metric)));
      const answers = await askerOf(tenant)(statements);
      return metrics.flatMap((metric, i) => (answers[i] ?? []).map((row) => heldHour(metric, row)));
    },
    async *rows(tenant, metric, hours) {
      const target = targetOf(tenant, metric);
      if (!(await tablesOf(tenant)).includes(target.plain.table)) return;
      const ask = askerOf(tenant);
      for (const hour of hours) {
        const from = startOfHour(hour);
        const [rows = []] = await ask([listRows(target, from, from + hourMs)]);
        yield rows.map((row) => heldRow(metric, hour, row));
      }
    },
  };
};
