import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Key, TenantKeys } from '../process/client.ts';
import { startInstance, type InstanceFile } from '../process/instance.ts';
import { callerFor, type Caller } from './calls.ts';

/** A tenant of a running instance. */
export interface Side {
  readonly keys: TenantKeys;
  /** As its admin. */
  readonly call: Caller;
  /** As a new key of that role. */
  as(role: 'admin' | 'analyst' | 'device'): Promise<Caller>;
  /** Rows of a statement. Throws what was answered instead. */
  rows<Row>(sql: string): Promise<Row[]>;
}

export interface World {
  readonly url: string;
  readonly sql: InstanceFile['sql'];
  readonly operator: Caller;
  /** Makes a tenant, by default without a limit. */
  tenant(name: string, quota?: object): Promise<Side>;
  /** Resolves when all that was accepted is stored. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

const parsed = async <T>(answer: ReturnType<Caller>): Promise<T> => {
  const { status, text } = await answer;
  if (status !== 200) throw new Error(`${status} ${text}`);
  return JSON.parse(text) as T;
};

const sideOf = (url: string, keys: TenantKeys): Side => {
  const call = callerFor(url, keys);
  return {
    keys,
    call,
    as: async (role) => callerFor(url, await parsed<Key>(call('PUT /v1/meta/key', { role }))),
    rows: (sql) => parsed(call('POST /v1/query', { sql })),
  };
};

/** Starts a real instance on a data folder of its own, on free ports. */
export const startWorld = async (env: Readonly<Record<string, string>> = {}): Promise<World> => {
  const data = mkdtempSync(join(tmpdir(), 'sluice-api-'));
  const instance = await startInstance(data, env);
  const { http: url, sql, admin } = instance.file;
  const operator = callerFor(url, admin);
  const inFlight = async (): Promise<number> =>
    (await parsed<{ inFlight: number }>(operator('GET /v1/meta/progress'))).inFlight;
  return {
    url,
    sql,
    operator,
    tenant: async (name, quota = { rate: 'unlimited' }) =>
      sideOf(url, await parsed<TenantKeys>(operator('PUT /v1/meta/tenant', { name, ...quota }))),
    settled: async () => {
      while ((await inFlight()) > 0) await sleep(10);
    },
    close: async () => {
      // Nothing here is about stopping; test/process is.
      await instance.kill();
      rmSync(data, { recursive: true, force: true });
    },
  };
};
