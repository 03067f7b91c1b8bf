import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TenantId } from '@sluice/core/layout';
import { finderOf } from './catalogue/finder.ts';
import { runnerOf } from './session/runner.ts';
import { sessionOf } from './session/session.ts';
import { defaultSettings } from './session/settings.ts';
import { SqlError, type SqlSession } from './sql-session.ts';
import type { LetGo } from './tenant/lake-source.ts';
import { defaultLimits, type QueryLimits } from './tenant/limits.ts';
import { tenantEngine, type TenantEngine, type TenantStores } from './tenant/tenant-engine.ts';

export interface QueryServiceOptions extends TenantStores {
  /** A folder of this service alone; what is in it is removed at the start. Best in memory (see `spoolFolderFor`). */
  readonly spoolFolder: string;
  /** A folder on disk of this service alone, for what does not fit into an engine's memory. @default a folder below the spool */
  readonly spillFolder?: string;
  readonly limits?: Partial<QueryLimits>;
}

export interface QueryService {
  /** A session for a tenant's user. The tenant is the authenticated one, never a name from a message. */
  open(tenant: TenantId, user: { readonly keyId: string }): Promise<SqlSession>;
  /** Ends all engines. */
  close(): Promise<void>;
}

const idle = new SqlError('57P05', 'the engine was ended after a time without use');
const shutdown = new SqlError('57P01', 'the query service is shutting down');

type Engines = Map<TenantId, TenantEngine>;

const endIdle = (engines: Engines, options: QueryServiceOptions, idleMs: number): NodeJS.Timeout => {
  const sweep = setInterval(
    () => {
      const now = options.clock.now();
      for (const engine of engines.values()) if (now - engine.usedAt > idleMs) void engine.end(idle);
    },
    Math.min(idleMs, 30_000),
  );
  return sweep.unref();
};

const makeEmpty = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
};

const foldersOf = (tenant: TenantId, { spoolFolder }: QueryServiceOptions, spillFolder: string) => ({
  in: join(spoolFolder, tenant),
  spill: join(spillFolder, tenant),
  template: spoolFolder,
});

/** SQL over the near-line store: one engine process per tenant, started when it is needed. */
export const createQueryService = async (options: QueryServiceOptions): Promise<QueryService> => {
  const limits: QueryLimits = { ...defaultLimits, ...options.limits };
  const engines: Engines = new Map();
  let closed = false;
  const spillFolder = options.spillFolder ?? join(options.spoolFolder, 'spill');
  for (const folder of [options.spoolFolder, spillFolder]) await makeEmpty(folder);
  const engineOf = (tenant: TenantId): TenantEngine => {
    const engine =
      engines.get(tenant) ?? tenantEngine(tenant, foldersOf(tenant, options, spillFolder), options, limits);
    engines.set(tenant, engine);
    return engine;
  };
  const sweep = endIdle(engines, options, limits.idleMs);
  const open = (tenant: TenantId, keyId: string): SqlSession => {
    let ended = false;
    const context = {
      tenant,
      keyId,
      stores: options,
      engine: engineOf(tenant),
      finder: finderOf(options, tenant),
      reads: new Set<LetGo>(),
      settings: new Map(Object.entries(defaultSettings)),
      run: runnerOf(limits.graceMs),
      statementMs: limits.statementMs,
      closed: () => ended || closed,
    };
    return sessionOf(context, () => void (ended = true));
  };
  return {
    open: (tenant, { keyId }) => (closed ? Promise.reject(shutdown) : Promise.resolve(open(tenant, keyId))),
    close: async () => {
      closed = true;
      clearInterval(sweep);
      await Promise.all([...engines.values()].map((engine) => engine.end(shutdown)));
      for (const folder of [options.spoolFolder, spillFolder])
        await rm(folder, { recursive: true, force: true });
    },
  };
};
