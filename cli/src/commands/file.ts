import { basename } from 'node:path';
import type { Command } from 'commander';
import { isFileName } from '@sluice/core/files';
import { CliFailure } from '../failure.ts';
import { faultOf, readStatus, statusAtEnd, statusText } from '../file/status.ts';
import { upload } from '../file/upload.ts';
import { counted } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';

interface FileOptions {
  readonly name?: string;
  readonly wait?: boolean;
  readonly json?: boolean;
}

const checkedName = (file: string, hint = ''): string => {
  if (isFileName(file)) return file;
  throw new CliFailure(
    `${JSON.stringify(file)} cannot be the name of a file: 1 to 200 letters, digits, '.', '_' and '-', a letter or digit first${hint}`,
    2,
  );
};

/** Exits 1 when lines were refused, or the file could not be read to its end. */
const tell = async (status: unknown, json: boolean, around: Surroundings): Promise<void> => {
  if (json) await writeJson(around.stdout, status);
  else await write(around.stdout, statusText(status));
  const fault = faultOf(status);
  if (fault !== undefined) throw new CliFailure(fault);
};

const runUpload = async (path: string, options: FileOptions, around: Surroundings): Promise<void> => {
  const client = clientFor('data', around);
  const file = checkedName(options.name ?? basename(path), '; give one with --name');
  const bytes = await upload(path, file, client, around);
  if (options.wait === true) {
    const status = await statusAtEnd(client, file, (ms) => around.sleep(ms, around.stopped));
    return tell(status, options.json === true, around);
  }
  if (options.json === true) return writeJson(around.stdout, await readStatus(client, file));
  await write(
    around.stdout,
    `${counted(bytes, 'byte')} uploaded as ${file}; \`sluice file status ${file}\` tells how far it is\n`,
  );
};

const runStatus = async (file: string, { json }: FileOptions, around: Surroundings): Promise<void> =>
  tell(await readStatus(clientFor('data', around), checkedName(file)), json === true, around);

const help = `
A file is JSON (a list, or objects one after the other), NDJSON, or CSV with the names of the fields in its first line; gzip is undone.
It is split on the server. The same file again changes nothing, whatever its name.

Examples:
  sluice file upload flights.ndjson.gz --wait
  sluice file status flights.ndjson.gz`;

/** `sluice file upload|status` */
export const addFileCommands = (program: Command, around: Surroundings): void => {
  const file = program
    .command('file')
    .description('files of events that the server splits, of any size')
    .addHelpText('after', help);
  file
    .command('upload')
    .description('upload a file')
    .argument('<path>')
    .option('--name <name>', 'what it is called on the server (default: the end of the path)')
    .option('--wait', 'wait until it is split; exits 1 when a line was refused')
    .option('--json', 'print the status')
    .action((path: string, options: FileOptions) => runUpload(path, options, around));
  file
    .command('status')
    .description('how far a file is, and what was wrong in which line; exits 1 when a line was refused')
    .argument('<name>', 'its name on the server')
    .option('--json', 'print what the call answers')
    .action((name: string, options: FileOptions) => runStatus(name, options, around));
};
