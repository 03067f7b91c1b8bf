import { spawn } from 'node:child_process';

export interface Ended {
  readonly code: number;
  /** Standard output and standard error, as they came. */
  readonly text: string;
  readonly stdout: string;
}

/** Runs a program to its end. Rejects only when it cannot be started. */
export const run = (
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
    let [text, stdout] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      stdout += part;
      text += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part: string) => (text += part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, text, stdout }));
  });
