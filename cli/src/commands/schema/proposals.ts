import { call, elementsOf, membersOf, textOf, type Members } from '../../client/call.ts';
import { counted, left, right, table, type Cell } from '../../output/table.ts';
import { cut, printable } from '../../output/width.ts';
import { write, writeJson } from '../../output/write.ts';
import type { Surroundings } from '../../surroundings.ts';
import { clientFor } from '../context.ts';

const types = ['LONG', 'DOUBLE', 'BOOLEAN'] as const;
const longestSample = 24;

const numberIn = (members: Members, name: string): number => {
  const value = members.get(name);
  return typeof value === 'number' ? value : 0;
};

/** How many of the values would be one of the type. */
const castsTo = (field: Members, type: (typeof types)[number]): number =>
  numberIn(membersOf(field.get('casts')), type);

/** The narrowest type that takes every value. */
const typeFor = (field: Members): string =>
  types.find((type) => castsTo(field, type) === numberIn(field, 'count')) ?? 'STRING';

/** A share that is not all is never shown as all. */
const shareOf = (part: number, whole: number): string =>
  whole === 0 ? '' : part === whole ? '100 %' : `${Math.min(99, Math.floor((100 * part) / whole))} %`;

/** The day is enough. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const textIn = (members: Members, name: string): string => textOf(Object.fromEntries(members), name) ?? '';

const samplesOf = (field: Members): string =>
  elementsOf(field.get('samples'))
    .map((sample) => cut(printable(String(sample)), longestSample))
    .join(' … ');

const rowOf = (field: Members): readonly Cell[] => [
  left(textIn(field, 'metricName')),
  left(textIn(field, 'name')),
  right(numberIn(field, 'count')),
  ...types.map((type) => right(shareOf(castsTo(field, type), numberIn(field, 'count')))),
  left(samplesOf(field)),
  left(dayOf(numberIn(field, 'firstSeen'))),
  left(dayOf(numberIn(field, 'lastSeen'))),
];

/** A word of a shell's line: in quotes when it has anything that a shell may read. */
const word = (text: string): string =>
  /^[\w.:/@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

const commandOf = (words: readonly string[], names: readonly string[]): string => {
  // A name that begins with a dash would be read as an option.
  const stop = names.some((name) => name.startsWith('-')) ? ['--'] : [];
  return ['sluice', 'schema', ...words, ...stop, ...names.map(word)].join(' ');
};

/** What declares them: each metric that is not declared yet, then its fields. */
const commandsFor = (fields: readonly Members[]): readonly string[] => {
  const metrics = fields
    .filter((field) => textIn(field, 'metric').startsWith('u_'))
    .map((field) => textIn(field, 'metricName'));
  return [
    ...[...new Set(metrics)].map((name) => commandOf(['metric', 'create'], [name])),
    ...fields.map((field) =>
      commandOf(['field', 'create'], [textIn(field, 'metricName'), textIn(field, 'name'), typeFor(field)]),
    ),
  ];
};

const names = ['metric', 'field', 'count', ...types, 'samples', 'first seen', 'last seen'];

/** `sluice schema proposals`: unknown fields as the batch counted them, and the commands that would declare them. */
export const showProposals = async (json: boolean, around: Surroundings): Promise<void> => {
  const answer = await call(clientFor('data', around), { method: 'GET', path: 'schema/proposals' });
  if (json) return writeJson(around.stdout, answer);
  const fields = elementsOf(membersOf(answer).get('unknown')).map(membersOf);
  if (fields.length === 0)
    return write(around.stdout, 'there are no unknown fields in what the batch has read\n');
  // A name may hold anything, a command is one line.
  const commands = commandsFor(fields).map((line) => `  ${printable(line)}\n`);
  await write(
    around.stdout,
    `${table(names, fields.map(rowOf))}(${counted(fields.length, 'field')})\n\nto declare them, of these commands those that you want:\n${commands.join('')}`,
  );
};
