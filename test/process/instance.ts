import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** The `node` that npm scripts use, whatever the machine has. */
export const nodeBinary = (): string => {
  const root = resolve(import.meta.dirname, '../..');
  return join(root, 'node_modules/.bin/node');
};

export interface InstanceFile {
  readonly http: string;
  readonly sql: { readonly host: string; readonly port: number };
  readonly admin: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface Instance {
  readonly file: InstanceFile;
  readonly process: ChildProcess;
  /** `kill -9`; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** What it wrote to standard error. */
  readonly errors: readonly string[];
}

/** Starts a real instance on a data folder, on free ports; resolves when it said `ready`. */
export const startInstance = async (
  data: string,
  env: Readonly<Record<string, string>> = {},
  nodeOptions: readonly string[] = [],
): Promise<Instance> => {
  const main = resolve(import.meta.dirname, '../../local/src/main.ts');
  const child = spawn(nodeBinary(), [...nodeOptions, main], {
    env: {
      PATH: process.env['PATH'] ?? '',
      SLUICE_HTTP_PORT: '0',
      SLUICE_SQL_PORT: '0',
      ...env,
      SLUICE_DATA: data,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
  const gone = once(child, 'exit');
  await new Promise<void>((ready, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready')) ready();
    });
    child.once('exit', (code, signal) =>
      reject(new Error(`ended before it was ready (${code ?? signal}): ${errors.join('\n')}`)),
    );
  });
  return {
    file: JSON.parse(readFileSync(join(data, 'sluice.json'), 'utf8')) as InstanceFile,
    process: child,
    errors,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await gone;
      return child.exitCode;
    },
  };
};
