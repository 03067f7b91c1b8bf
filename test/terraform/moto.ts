import { spawn } from 'node:child_process';
import { run } from './command.ts';

export interface Moto {
  /** `http://127.0.0.1:40123` */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Whether Python has moto with its server. */
export const hasMoto = async (): Promise<boolean> => {
  try {
    return (
      (await run('python3', ['-c', 'import moto.server, flask'], { cwd: import.meta.dirname })).code === 0
    );
  } catch {
    return false;
  }
};

/** Starts a moto server of its own, on a free port of loopback. The server says the port that it was given. */
export const startMoto = async (): Promise<Moto> => {
  const child = spawn('python3', ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Policies of AWS's own are there, as in every account.
    env: { ...process.env, MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' },
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (part: string) => {
      said += part;
      const found = /http:\/\/127\.0\.0\.1:[1-9]\d*/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
    child.on('error', reject);
    child.on('close', () => reject(new Error(`moto ended before it was ready:\n${said.slice(-1_000)}`)));
  });
  return { url, stop };
};
