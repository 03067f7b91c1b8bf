import { inUrl } from './cannot.ts';
import { readConfig } from './config.ts';
import { start } from './start.ts';

/** The whole of Sluice on one machine: `npm start`. */
const begin = async (): Promise<void> => {
  const config = readConfig(process.env);
  const fail = (error: unknown): void => {
    process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
    // Not an orderly exit: ending a thread inside a write of LMDB waits for ever. What is durable stays so.
    process.kill(process.pid, 'SIGKILL');
  };
  const sluice = await start(config, fail);
  let stopping = false;
  // Ctrl-C comes twice, from the terminal and by npm; without a handler the second would end it in the middle of its work.
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Everything durable is durable already: past the deadline it is safe to go.
    setTimeout(() => process.exit(0), 9_000).unref();
    sluice.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const { http, sql } = sluice.instance;
  process.stdout.write(
    `ready http=${http} sql=postgres://${inUrl(sql.host)}:${sql.port} data=${config.data}\n`,
  );
};

begin().catch((error: unknown) => {
  process.stderr.write(`sluice: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
