import type { Command } from 'commander';
import { call, elementsOf, membersOf, type Members } from '../client/call.ts';
import { CliFailure } from '../failure.ts';
import { left, right, table } from '../output/table.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';

const counts = ['accepted', 'stored', 'rejected', 'duplicate', 'corrected', 'inFlight'] as const;

const countIn = (hour: Members, name: string): number => {
  const value = hour.get(name);
  if (typeof value === 'number') return value;
  throw new CliFailure(`the answer's books have no number ${name}`);
};

/** How many accepted events of an hour nothing accounts for; negative when there are more than were accepted. */
const gapOf = (hour: Members): number =>
  counts.slice(1).reduce((left, name) => left - countIn(hour, name), countIn(hour, 'accepted'));

/** The books as a table, with a line of sums. */
export const booksTable = (hours: readonly Members[]): string => {
  const names = [
    'tenant',
    'hour',
    ...counts.map((name) => (name === 'inFlight' ? 'in flight' : name)),
    'gap',
  ];
  const rows = hours.map((hour) => [
    left(String(hour.get('tenant'))),
    left(String(hour.get('hour'))),
    ...counts.map((name) => right(countIn(hour, name))),
    right(gapOf(hour)),
  ]);
  const sum = (of: (hour: Members) => number): number => hours.reduce((all, hour) => all + of(hour), 0);
  const sums = [
    left('all'),
    left(''),
    ...counts.map((name) => right(sum((hour) => countIn(hour, name)))),
    right(sum(gapOf)),
  ];
  return table(names, [...rows, ...(hours.length > 1 ? [sums] : [])]);
};

const gapsIn = (hours: readonly Members[]): CliFailure => {
  const gaps = hours
    .filter((hour) => gapOf(hour) !== 0)
    .map((hour) => `${String(hour.get('tenant'))} ${String(hour.get('hour'))}: ${gapOf(hour)}`);
  return new CliFailure(
    `the books do not balance; accepted events that nothing accounts for: ${gaps.slice(0, 5).join(', ')}${gaps.length > 5 ? `, and ${gaps.length - 5} more hours` : ''}`,
  );
};

interface BooksOptions {
  readonly tenant?: string;
  readonly json?: boolean;
}

const books = async ({ tenant, json }: BooksOptions, around: Surroundings): Promise<void> => {
  const answer = await call(clientFor('data', around), {
    method: 'GET',
    path: 'meta/books',
    ...(tenant === undefined ? {} : { query: { tenant } }),
  });
  const hours = elementsOf(membersOf(answer).get('hours')).map(membersOf);
  const balanced = membersOf(answer).get('balanced') === true;
  if (json === true) await writeJson(around.stdout, answer);
  else
    await write(
      around.stdout,
      `${hours.length === 0 ? 'nothing was sent yet\n' : booksTable(hours)}${balanced ? 'balanced\n' : ''}`,
    );
  if (!balanced) throw gapsIn(hours);
};

/** `sluice books` */
export const addBooksCommand = (program: Command, around: Surroundings): void => {
  program
    .command('books')
    .description('what was accepted against what became of it, by hour of arrival; exits 1 on a gap')
    .option('--tenant <name>', 'of one tenant (default: all for an operator, else your own)')
    .option('--json', 'print {"balanced","hours":[…]}')
    .action((options: BooksOptions) => books(options, around));
};
