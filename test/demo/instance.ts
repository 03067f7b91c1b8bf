import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A Sluice of its own for the demo. */
export interface Instance {
  readonly url: string;
  /** Its data folder. */
  readonly data: string;
  readonly admin: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Stops it and removes its folder. Gives its exit status. */
  readonly stop: () => Promise<number | null>;
}

const main = fileURLToPath(import.meta.resolve('@sluice/local/main'));
const readyWithinMs = 30_000;

/** Resolves with the line that begins with `ready`; rejects when the process ends before. */
const ready = async (child: ChildProcess): Promise<void> => {
  if (child.stdout === null) throw new Error('the instance has no output');
  const lines = createInterface({ input: child.stdout });
  const started = new Promise<void>((resolve, reject) => {
    lines.on('line', (line) => {
      if (line.startsWith('ready')) resolve();
    });
    child.once('exit', (code) => {
      reject(new Error(`Sluice ended with ${code ?? 'a signal'} before it was ready`));
    });
    setTimeout(() => {
      reject(new Error('Sluice was not ready within 30 seconds'));
    }, readyWithinMs).unref();
  });
  await started;
};

/** Starts Sluice on free ports and a new folder. */
export const startInstance = async (): Promise<Instance> => {
  const data = mkdtempSync(join(tmpdir(), 'sluice-demo-'));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, SLUICE_DATA: data, SLUICE_HTTP_PORT: '0', SLUICE_SQL_PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await exited;
    rmSync(data, { recursive: true, force: true });
    return child.exitCode;
  };
  try {
    await ready(child);
  } catch (error) {
    await stop();
    throw error;
  }
  const file = JSON.parse(readFileSync(join(data, 'sluice.json'), 'utf8')) as {
    http: string;
    admin: Instance['admin'];
  };
  return { url: file.http, data, admin: file.admin, stop };
};
