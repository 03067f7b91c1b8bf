import type { Command } from 'commander';
import { readRow, type AnsweredRow } from '../output/answered-rows.ts';
import { printRows } from '../output/print-rows.ts';
import type { Cell } from '../output/table.ts';
import { cut } from '../output/width.ts';
import { write } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { whole } from './arguments.ts';
import { clientFor } from './context.ts';
import { answeredLines, askQuery } from './query.ts';

/** Newest first. Standard SQL on the table that API.md 6 names. */
const sqlFor = (limit: number): string =>
  `SELECT handled_timestamp AS "at", kind, code, reason, event FROM errors.stream ORDER BY handled_timestamp DESC LIMIT ${limit}`;

const longestEvent = 60;
const longestReason = 100;

const shown = (name: string, cell: Cell): Cell => {
  switch (name) {
    case 'at':
      return /^\d+$/.test(cell.text)
        ? { text: new Date(Number(cell.text)).toISOString(), right: false }
        : cell;
    case 'event':
      return { ...cell, text: cut(cell.text, longestEvent) };
    case 'reason':
      return { ...cell, text: cut(cell.text, longestReason) };
    default:
      return cell;
  }
};

const shortRow = (line: string): AnsweredRow => {
  const { names, cells } = readRow(line);
  return { names, cells: cells.map((cell, i) => shown(names[i] ?? '', cell)) };
};

interface ListOptions {
  readonly limit: number;
  readonly json?: boolean;
}

const list = async ({ limit, json }: ListOptions, around: Surroundings): Promise<void> => {
  const client = clientFor('data', around);
  if (json !== true) {
    const answer = await askQuery(client, sqlFor(limit), 'table');
    await printRows(answeredLines(answer), around.stdout, shortRow);
    return;
  }
  for await (const chunk of await askQuery(client, sqlFor(limit), 'json')) await write(around.stdout, chunk);
  await write(around.stdout, '\n');
};

/** `sluice errors list` */
export const addErrorsCommands = (program: Command, around: Surroundings): void => {
  program
    .command('errors')
    .description('events that could not be stored as they were sent')
    .command('list')
    .description('list them, newest first; in SQL they are the table errors.stream')
    .option('--limit <n>', 'how many at most', whole(1, 100_000), 20)
    .option('--json', 'print them whole, as a list of objects')
    .action((options: ListOptions) => list(options, around));
};
