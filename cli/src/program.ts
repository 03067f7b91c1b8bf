import { Command, CommanderError } from 'commander';
import { addAgeOffCommand } from './commands/age-off.ts';
import { addBooksCommand } from './commands/books.ts';
import { addCapacityCommand } from './commands/capacity.ts';
import { addEtlCommands } from './commands/etl.ts';
import { addFileCommands } from './commands/file.ts';
import { addErrorsCommands } from './commands/errors.ts';
import { addKeyCommands } from './commands/key.ts';
import { addQueryCommand } from './commands/query.ts';
import { addLoadCommands } from './commands/load.ts';
import { addReplayCommands } from './commands/replay.ts';
import { addSchemaCommands } from './commands/schema.ts';
import { addSendCommand } from './commands/send.ts';
import { addTenantCommands } from './commands/tenant.ts';
import { CliFailure, messageOf, oneLine } from './failure.ts';
import type { Surroundings } from './surroundings.ts';

const help = `
Where Sluice is, and who asks:
  Without SLUICE_URL the address is that of sluice.json in SLUICE_DATA (default ./data), which the running instance wrote. Commands for
  operators sign with the admin key in it; the others with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY when set, else with that key.
  With SLUICE_URL both address and key come from the environment. SLUICE_REGION is the region of the signature (default us-east-1).

Exit codes: 0 done, 1 what was asked for failed, 2 it was not asked for properly.`;

/** Commander says what an option takes, but not where the names of commands and options are listed. */
const misuse = (text: string): string =>
  /^(unknown|missing|too many|required)/.test(text)
    ? `${text.replace(/\.$/, '')}; --help tells what there is`
    : text;

const programFor = (around: Surroundings): Command => {
  const program = new Command('sluice')
    .description('Send events, ask SQL, and look after tenants, keys, schema and books.')
    .version('0.1.0')
    .configureOutput({
      writeOut: (text) => around.stdout.write(text),
      writeErr: (text) => around.stderr.write(text),
      outputError: (text, writeTo) => {
        writeTo(`sluice: ${misuse(oneLine(text.replace(/^error: /, '')))}\n`);
      },
    })
    .exitOverride()
    // `replay` has options of its own and a command below it with some of the same names.
    .enablePositionalOptions()
    .addHelpText('after', help);
  addTenantCommands(program, around);
  addKeyCommands(program, around);
  addSendCommand(program, around);
  addFileCommands(program, around);
  addQueryCommand(program, around);
  addErrorsCommands(program, around);
  addSchemaCommands(program, around);
  addBooksCommand(program, around);
  addReplayCommands(program, around);
  addEtlCommands(program, around);
  addLoadCommands(program, around);
  addAgeOffCommand(program, around);
  addCapacityCommand(program, around);
  return program;
};

const exitCodeOf = (error: unknown, around: Surroundings): number => {
  // Commander has printed what is wrong; help that was asked for is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  around.stderr.write(`sluice: ${oneLine(messageOf(error))}\n`);
  return error instanceof CliFailure ? error.exitCode : 1;
};

/**
 * Runs one command. Never rejects: what fails is told on stderr in one line.
 * @param args without the names of the program
 * @returns the exit code
 */
export const run = async (args: readonly string[], around: Surroundings): Promise<number> => {
  try {
    await programFor(around).parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    return exitCodeOf(error, around);
  }
};
