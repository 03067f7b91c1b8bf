import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { callWith, elementsOf, membersOf } from '../client/call.ts';
import { CliFailure } from '../failure.ts';
import { left, table } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';

interface AgeOffOptions {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly withoutLake?: boolean;
  readonly json?: boolean;
}

const question =
  'Tables older than the retention are dropped although the lake may lack their rows, which no query shows then. Go on? [y/N] ';

const confirm = async ({ stdin, stderr }: Surroundings): Promise<void> => {
  if (stdin.isTTY !== true)
    throw new CliFailure(
      'this drops rows for good that the lake may lack: say --yes, or --dry-run to see which',
      2,
    );
  const asking = createInterface({ input: stdin, output: stderr });
  const answer = await asking.question(question).finally(() => {
    asking.close();
  });
  if (!/^y(es)?$/i.test(answer.trim())) throw new CliFailure('nothing was dropped');
};

const ageOff = async (options: AgeOffOptions, around: Surroundings): Promise<void> => {
  const dryRun = options.dryRun === true;
  const client = clientFor('operator', around);
  const withoutLake = options.withoutLake === true;
  if (withoutLake && !dryRun && options.yes !== true) await confirm(around);
  const answer = await callWith(client, { method: 'POST', path: 'meta/age-off' }, { dryRun, withoutLake });
  if (options.json === true) return writeJson(around.stdout, answer);
  const rows = elementsOf(membersOf(answer).get('tables')).map(membersOf);
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
  await write(
    around.stdout,
    rows.length === 0
      ? 'there are no tables\n'
      : table(
          ['table', 'action', 'reason'],
          rows.map((one) => ['table', 'action', 'reason'].map((name) => left(text(one.get(name))))),
        ),
  );
};

/** `sluice age-off` */
export const addAgeOffCommand = (program: Command, around: Surroundings): void => {
  program
    .command('age-off')
    .description('drop weekly tables that are older than the retention and whole in the lake (for operators)')
    .option('--dry-run', 'only tell what would be dropped')
    .option('--without-lake', 'drop also what the lake does not have')
    .option('--yes', 'do not ask')
    .option('--json', 'print what the call answers')
    .action((options: AgeOffOptions) => ageOff(options, around));
};
