import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** AWS in a Python process: moto. */
export interface Moto {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/** Why moto cannot be started here, or undefined when it can. */
const missing = (): string | undefined => {
  const { status, error, stderr } = spawnSync('python3', ['-c', 'import moto.server'], { encoding: 'utf8' });
  if (error !== undefined) return error.message;
  return status === 0 ? undefined : (stderr.trimEnd().split('\n').at(-1) ?? 'python3 failed');
};

const portOf = async (child: ChildProcess): Promise<number> => {
  if (child.stderr === null) throw new Error('moto has no standard error');
  for await (const line of createInterface(child.stderr)) {
    const port = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return Number(port);
  }
  throw new Error('moto ended before it listened');
};

/** Starts moto on a free port; undefined, and says so, where Python or moto is not installed. */
export const startMoto = async (what: string): Promise<Moto | undefined> => {
  const why = missing();
  if (why !== undefined) {
    console.warn(`SKIPPED: ${what} on moto (${why})`);
    return undefined;
  }
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const port = await portOf(child);
  child.stderr.resume();
  return {
    port,
    close: async () => {
      const closed = once(child, 'close');
      child.kill();
      await closed;
    },
  };
};
