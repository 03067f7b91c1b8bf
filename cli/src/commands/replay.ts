import { Option, type Command } from 'commander';
import { callWith, elementsOf, membersOf } from '../client/call.ts';
import { counted } from '../output/table.ts';
import { printable } from '../output/width.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';

interface ReplayOptions {
  readonly consumer?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const nameOf = (object: unknown): string =>
  printable(typeof object === 'string' ? object : JSON.stringify(object));

const replay = async ({ consumer, dryRun, json }: ReplayOptions, around: Surroundings): Promise<void> => {
  const answer = await callWith(
    clientFor('operator', around),
    { method: 'POST', path: 'meta/replay' },
    { ...(consumer === undefined ? {} : { consumer }), dryRun: dryRun === true },
  );
  if (json === true) return writeJson(around.stdout, answer);
  const objects = elementsOf(membersOf(answer).get('objects'));
  const replayed = membersOf(answer).get('replayed');
  const count = typeof replayed === 'number' ? replayed : objects.length;
  const what = dryRun === true ? 'would be replayed' : 'replayed';
  await write(
    around.stdout,
    `${objects.map((object) => `${nameOf(object)}\n`).join('')}${counted(dryRun === true ? objects.length : count, 'object')} ${what}\n`,
  );
};

/** `sluice replay on-failure` */
export const addReplayCommands = (program: Command, around: Surroundings): void => {
  program
    .command('replay')
    .description('hand records to a stage again (for operators)')
    .command('on-failure')
    .description('replay what a stage gave up on, once its cause is mended; doing it twice does no harm')
    .addOption(
      new Option('--consumer <stage>', 'only what this one gave up on').choices(['validate', 'store']),
    )
    .option('--dry-run', 'only tell what would be replayed')
    .option('--json', 'print what the call answers')
    .action((options: ReplayOptions) => replay(options, around));
};
