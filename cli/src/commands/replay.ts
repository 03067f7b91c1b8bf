import { Option, type Command } from 'commander';
import { callWith, elementsOf, membersOf, type Members } from '../client/call.ts';
import { counted } from '../output/table.ts';
import { printable } from '../output/width.ts';
import { CliFailure } from '../failure.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';
import { addArchiveReplay } from './replay-archive.ts';

interface ReplayOptions {
  readonly consumer?: string;
  readonly tenant?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const nameOf = (object: unknown): string =>
  printable(typeof object === 'string' ? object : JSON.stringify(object));

const replay = async (
  { consumer, tenant, dryRun, json }: ReplayOptions,
  around: Surroundings,
): Promise<void> => {
  const answer = await callWith(
    clientFor('operator', around),
    { method: 'POST', path: 'meta/replay' },
    {
      ...(consumer === undefined ? {} : { consumer }),
      ...(tenant === undefined ? {} : { tenant }),
      dryRun: dryRun === true,
    },
  );
  const failed = elementsOf(membersOf(answer).get('failed')).map(membersOf);
  if (json === true) await writeJson(around.stdout, answer);
  else await writeReplayed(answer, dryRun === true, around);
  if (failed.length > 0) throw failureOf(failed);
};

/** What stayed in the on-failure store, with the reason of the first ones. */
const failureOf = (failed: readonly Members[]): CliFailure => {
  const shown = failed.slice(0, 5).map((one) => `${nameOf(one.get('object'))}: ${nameOf(one.get('reason'))}`);
  const more = failed.length > shown.length ? `; and ${failed.length - shown.length} more` : '';
  return new CliFailure(
    `${counted(failed.length, 'object')} could not be replayed and stayed: ${shown.join('; ')}${more}`,
  );
};

const writeReplayed = async (answer: unknown, dryRun: boolean, around: Surroundings): Promise<void> => {
  const objects = elementsOf(membersOf(answer).get('objects'));
  const replayed = membersOf(answer).get('replayed');
  const count = typeof replayed === 'number' ? replayed : objects.length;
  const what = dryRun ? 'would be replayed' : 'replayed';
  await write(
    around.stdout,
    `${objects.map((object) => `${nameOf(object)}\n`).join('')}${counted(dryRun ? objects.length : count, 'object')} ${what}\n`,
  );
};

/** `sluice replay --stage …` and `sluice replay on-failure` */
export const addReplayCommands = (program: Command, around: Surroundings): void => {
  const command = program
    .command('replay')
    .description('hand records to a stage again (for operators): archived ones, or what a stage gave up on')
    .enablePositionalOptions();
  addArchiveReplay(command, around);
  command
    .command('on-failure')
    .description('replay what a stage gave up on, once its cause is mended; doing it twice does no harm')
    .addOption(
      new Option('--consumer <name>', 'only what this one gave up on').choices([
        'archive-raw',
        'accepted',
        'validate',
        'archive-staged',
        'store',
      ]),
    )
    .option('--tenant <name>', 'only records of this tenant')
    .option('--dry-run', 'only tell what would be replayed')
    .option('--json', 'print what the call answers')
    .action((options: ReplayOptions) => replay(options, around));
};
