import { constants } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { run } from './program.ts';

const stopping = new AbortController();
let stoppedBy: 'SIGINT' | 'SIGTERM' | undefined;

// A send ends in order, once; a second signal, and the first for all other commands, ends the process.
if (process.argv[2] === 'send')
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stoppedBy = signal;
      stopping.abort();
    });

// A reader that has seen enough, such as head, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

const code = await run(process.argv.slice(2), {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  random: Math.random,
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, signal === undefined ? {} : { signal });
  },
  stopped: stopping.signal,
});
process.exitCode = stoppedBy === undefined ? code : 128 + constants.signals[stoppedBy];
// A request that nobody waits for any more must not keep the program alive.
if (process.stdout.writableLength === 0) process.exit();
process.stdout.once('drain', () => process.exit());
