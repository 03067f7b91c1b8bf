import { Option, type Command } from 'commander';
import { call, elementsOf, membersOf, type Members } from '../client/call.ts';
import { CliFailure } from '../failure.ts';
import { left, right, table } from '../output/table.ts';
import { printable } from '../output/width.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { isGap, places, rowsTable, sampleLines } from './books-rows.ts';
import { clientFor } from './context.ts';
import { durationOf } from './duration.ts';

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

const gapsIn = (hours: readonly Members[]): readonly string[] =>
  hours
    .filter((hour) => gapOf(hour) !== 0)
    .map((hour) => `${String(hour.get('tenant'))} ${String(hour.get('hour'))}: ${gapOf(hour)}`);

const shortened = (gaps: readonly string[]): string =>
  `${gaps.slice(0, 5).join(', ')}${gaps.length > 5 ? `, and ${gaps.length - 5} more hours` : ''}`;

const linesIn = (answer: unknown, name: string): readonly Members[] =>
  elementsOf(membersOf(answer).get(name)).map(membersOf);

/** What does not balance, in one sentence. */
const unbalanced = (answer: unknown): CliFailure => {
  const gaps = gapsIn(linesIn(answer, 'hours'));
  const behind = places
    .map(({ name }) => ({ name, gaps: linesIn(answer, name).filter(isGap).length }))
    .filter((place) => place.gaps > 0)
    .map((place) => `${place.name}: ${place.gaps} ${place.gaps === 1 ? 'gap' : 'gaps'}`);
  const parts = [
    ...(gaps.length > 0 ? [`accepted events that nothing accounts for: ${shortened(gaps)}`] : []),
    ...behind,
  ];
  return new CliFailure(`the books do not balance; ${parts.join('; ')}`);
};

/** The tables of all places that the answer has, and the ids of what is missing. */
const report = (answer: unknown): string => {
  const hours = linesIn(answer, 'hours');
  const parts = [hours.length === 0 ? 'nothing was sent yet\n' : booksTable(hours)];
  for (const place of places) {
    const lines = linesIn(answer, place.name);
    if (lines.length > 0)
      parts.push(
        `\n${rowsTable(lines, place)}`,
        ...sampleLines(lines, place).map((line) => `${printable(line)}\n`),
      );
  }
  return parts.join('');
};

interface BooksOptions {
  readonly tenant?: string;
  readonly depth?: string;
  readonly since?: string;
  readonly json?: boolean;
}

const queryOf = ({ tenant, depth, since }: BooksOptions, now: number): Record<string, string> => ({
  ...(tenant === undefined ? {} : { tenant }),
  ...(depth === undefined ? {} : { depth }),
  ...(since === undefined ? {} : { since: new Date(now - durationOf(since)).toISOString() }),
});

const books = async (options: BooksOptions, around: Surroundings): Promise<void> => {
  const { json } = options;
  const asked = queryOf(options, around.now());
  const answer = await call(clientFor('data', around), { method: 'GET', path: 'meta/books', query: asked });
  const balanced = membersOf(answer).get('balanced') === true;
  if (json === true) await writeJson(around.stdout, answer);
  else await write(around.stdout, `${report(answer)}${balanced ? 'balanced\n' : ''}`);
  if (!balanced) throw unbalanced(answer);
};

/** `sluice books` */
export const addBooksCommand = (program: Command, around: Surroundings): void => {
  program
    .command('books')
    .description('what was accepted against what became of it, by hour of arrival; exits 1 on a gap')
    .option('--tenant <name>', 'of one tenant (default: all for an operator, else your own)')
    .addOption(
      new Option(
        '--depth <place>',
        'how far: each place is compared with the one before it, row by row (default: near-line)',
      ).choices(['near-line', 'lake', 'warehouse']),
    )
    .option('--since <duration>', 'what arrived within the last 90m, 24h, 7d, in whole hours (default: all)')
    .option('--json', 'print {"balanced","hours":[…]}; with --depth also "lake" and "warehouse"')
    .action((options: BooksOptions) => books(options, around));
};
