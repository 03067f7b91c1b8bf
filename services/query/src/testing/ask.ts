import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TenantId } from '@sluice/core/layout';
import { createQueryService, type QueryService } from '../service.ts';
import type { SqlSession, SqlValue } from '../sql-session.ts';
import type { QueryLimits } from '../tenant/limits.ts';
import type { TenantStores } from '../tenant/tenant-engine.ts';
import type { TestStores } from './store.ts';

export const serviceOver = (
  stores: TestStores & Pick<TenantStores, 'lake'>,
  limits: Partial<QueryLimits> = {},
): Promise<QueryService> =>
  createQueryService({
    ...stores,
    spoolFolder: join(tmpdir(), `sluice-query-${randomUUID()}`),
    limits: { memoryMegabytes: 512, ...limits },
  });

export interface Asked {
  readonly names: string[];
  readonly types: string[];
  readonly rows: (readonly SqlValue[])[];
}

/** Runs one statement of a session to its end. */
export const ask = async (session: SqlSession, sql: string, ...parameters: SqlValue[]): Promise<Asked> => {
  const statement = await session.prepare(sql);
  const cursor = await statement.execute(parameters);
  const rows: (readonly SqlValue[])[] = [];
  for (let done = false; !done;) {
    const portion = await cursor.next(1000);
    rows.push(...portion.rows);
    done = portion.done;
  }
  await cursor.close();
  await statement.close();
  return { names: statement.columns.map((c) => c.name), types: statement.columns.map((c) => c.type), rows };
};

/** Opens a session, asks, closes it. */
export const askOnce = async (
  service: QueryService,
  tenant: TenantId,
  sql: string,
  ...parameters: SqlValue[]
): Promise<Asked> => {
  const session = await service.open(tenant, { keyId: 'KEY' });
  try {
    return await ask(session, sql, ...parameters);
  } finally {
    await session.close();
  }
};
