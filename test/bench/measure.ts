import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { clientOf, createTenant, type Client, type TenantKeys } from '../process/client.ts';
import { nodeBinary, startInstance, type Instance } from '../process/instance.ts';
import type { LoadResult, LoadSettings } from './load.ts';

const run = promisify(execFile);

export interface Bench {
  readonly data: string;
  readonly instance: Instance;
  readonly operator: Client;
  readonly client: Client;
  readonly key: TenantKeys;
  load(settings: Partial<LoadSettings>): Promise<LoadResult>;
  /** CPU time of the instance and all its children so far, ms. */
  cpuMs(): number;
  /** Resident memory of the instance and all its children now, MB. */
  memoryMB(): number;
  /** Waits until nothing is in flight: all is stored. Gives the time it took, ms. */
  drained(): Promise<number>;
  close(): Promise<void>;
}

/** A fresh instance with a tenant without a limit. */
export const startBench = async (nodeOptions: readonly string[] = []): Promise<Bench> => {
  const data = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  const instance = await startInstance(data, {}, nodeOptions);
  const operator = clientOf(instance.file.http, instance.file.admin);
  const key = await createTenant(operator, 'bench');
  const client = clientOf(instance.file.http, key);
  const base: LoadSettings = {
    url: instance.file.http,
    key,
    requests: 1e9,
    eventsPerRequest: 500,
    connections: 8,
    rate: 0,
    forMs: 10_000,
    metric: 'trip',
  };
  return {
    data,
    instance,
    operator,
    client,
    key,
    load: async (settings) => {
      const { stdout } = await run(
        nodeBinary(),
        [resolve(import.meta.dirname, 'load.ts'), JSON.stringify({ ...base, ...settings })],
        { maxBuffer: 1 << 24 },
      );
      return JSON.parse(stdout) as LoadResult;
    },
    cpuMs: () => familyOf(instance.process.pid ?? 0).reduce((sum, pid) => sum + cpuOf(pid), 0),
    memoryMB: () =>
      Math.round(familyOf(instance.process.pid ?? 0).reduce((sum, pid) => sum + residentOf(pid), 0)),
    drained: () => drained(client),
    close: async () => {
      operator.close();
      client.close();
      await instance.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
};

interface Progress {
  readonly inFlight: number;
}

const drained = async (client: Client): Promise<number> => {
  const begin = performance.now();
  for (;;) {
    const { inFlight } = await client.json<Progress>('GET', '/v1/meta/progress');
    if (inFlight === 0) return performance.now() - begin;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const stat = (pid: number): string[] => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
};

const familyOf = (root: number): number[] => {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), Number(stat(Number(name))[1])]),
  );
  const family = [root];
  for (const member of family) for (const [pid, parent] of parents) if (parent === member) family.push(pid);
  return family;
};

/** utime and stime in ticks of 10 ms, fields 14 and 15 of proc(5). */
const cpuOf = (pid: number): number => (Number(stat(pid)[11] ?? 0) + Number(stat(pid)[12] ?? 0)) * 10;
const residentOf = (pid: number): number => (Number(stat(pid)[21] ?? 0) * 4096) / 1e6;
