import type { Command } from 'commander';
import { call, callWith, elementsOf, membersOf, textOf, type Members } from '../client/call.ts';
import { CliFailure } from '../failure.ts';
import { left, right, table } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';

interface JsonOption {
  readonly json?: boolean;
}

const numberIn = (members: Members, name: string): number => {
  const value = members.get(name);
  if (typeof value === 'number') return value;
  throw new CliFailure(`the answer has no number ${name}`);
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const refusedLines = (answer: unknown): readonly string[] =>
  elementsOf(membersOf(answer).get('refused')).map(
    (one) => `not read: ${textOf(one, 'key') ?? ''}: ${textOf(one, 'reason') ?? ''}\n`,
  );

const columns = ['read', 'added', 'duplicate', 'corrected', 'repeated', 'malformed', 'replaced'] as const;

const runText = (answer: unknown): string => {
  const members = membersOf(answer);
  switch (members.get('outcome')) {
    case 'published': {
      const counts = membersOf(members.get('counts'));
      const row = columns.map((name) => right(numberIn(counts, name)));
      return `manifest ${numberIn(members, 'sequence')}\n${table([...columns], [row])}`;
    }
    case 'woken':
      return 'the batch was woken; `sluice etl status` tells what the lake holds\n';
    case 'nothing':
      return 'nothing new was archived\n';
    default:
      return 'another run published meanwhile\n';
  }
};

const runBatch = async (
  { json, retryRefused }: JsonOption & { readonly retryRefused?: boolean },
  around: Surroundings,
): Promise<void> => {
  const client = clientFor('operator', around);
  const body = { retryRefused: retryRefused === true };
  const answer = await callWith(client, { method: 'POST', path: 'meta/etl' }, body);
  if (json === true) await writeJson(around.stdout, answer);
  else await write(around.stdout, runText(answer));
  const refused = refusedLines(answer);
  for (const line of refused) await write(around.stderr, line);
  if (refused.length > 0)
    throw new CliFailure('some archive objects were not read; mend them and run again with --retry-refused');
};

const status = async ({ json }: JsonOption, around: Surroundings): Promise<void> => {
  const answer = await call(clientFor('operator', around), { method: 'GET', path: 'meta/etl' });
  if (json === true) return writeJson(around.stdout, answer);
  const members = membersOf(answer);
  const watermark = numberIn(members, 'watermark');
  const rows = [
    ['manifest', String(numberIn(members, 'sequence'))],
    ['rows', numberIn(members, 'rows').toLocaleString('en')],
    ['files', String(numberIn(members, 'files'))],
    ['size', megabytes(numberIn(members, 'bytes'))],
    ['newest arrival', watermark === 0 ? '' : new Date(watermark).toISOString()],
  ];
  await write(
    around.stdout,
    table(
      ['lake', ''],
      rows.map((row) => row.map((cell) => left(cell))),
    ),
  );
  for (const line of refusedLines(answer)) await write(around.stderr, line);
};

/** `sluice etl run|status` */
export const addEtlCommands = (program: Command, around: Surroundings): void => {
  const etl = program
    .command('etl')
    .description('the batch, which moves archived events into the lake (for operators)');
  etl
    .command('run')
    .description('run it now; exits 1 when an archive object was not read')
    .option('--retry-refused', 'read objects again that were refused before')
    .option('--json', 'print what the call answers')
    .action((options: JsonOption & { retryRefused?: boolean }) => runBatch(options, around));
  etl
    .command('status')
    .description('what the lake holds')
    .option('--json', 'print what the call answers')
    .action((options: JsonOption) => status(options, around));
};
