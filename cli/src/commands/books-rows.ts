import { elementsOf, type Members } from '../client/call.ts';
import { CliFailure } from '../failure.ts';
import { left, right, table, type Cell } from '../output/table.ts';

/** What is compared with what, and how the two columns are headed. */
export const places = [
  { name: 'lake', upstream: 'stored', held: 'lake' },
  { name: 'warehouse', upstream: 'lake', held: 'warehouse' },
] as const;
export type Place = (typeof places)[number];

const counts = ['upstream', 'held', 'inFlight', 'replaced', 'missing', 'extra'] as const;

const countIn = (line: Members, name: (typeof counts)[number]): number => {
  const value = line.get(name);
  if (typeof value === 'number') return value;
  throw new CliFailure(`the answer's books have no number ${name}`);
};

const textIn = (line: Members, name: string): string => {
  const value = line.get(name);
  return typeof value === 'string' ? value : '';
};

/** True when rows of the line are missing, or are there that should not be. */
export const isGap = (line: Members): boolean => countIn(line, 'missing') + countIn(line, 'extra') !== 0;

const verdictOf = (line: Members): string => {
  const [missing, extra] = [countIn(line, 'missing'), countIn(line, 'extra')];
  if (missing > 0 && extra > 0) return 'MISSING, EXTRA';
  if (missing > 0) return 'MISSING';
  if (extra > 0) return 'EXTRA';
  return countIn(line, 'inFlight') > 0 ? 'on its way' : 'ok';
};

const sums = (lines: readonly Members[]): readonly Cell[] => [
  left('all'),
  left(''),
  left(''),
  ...counts.map((name) => right(lines.reduce((sum, line) => sum + countIn(line, name), 0))),
  left(lines.some(isGap) ? 'GAP' : 'ok'),
];

/** A place beside the one before it, by tenant, metric and hour, with a verdict for each line. */
export const rowsTable = (lines: readonly Members[], { upstream, held }: Place): string => {
  const names = ['tenant', 'metric', 'hour', upstream, held, 'in flight', 'replaced', 'missing', 'extra', ''];
  const rows = lines.map((line) => [
    left(textIn(line, 'tenant')),
    left(textIn(line, 'name') || textIn(line, 'metric')),
    left(textIn(line, 'hour')),
    ...counts.map((name) => right(countIn(line, name))),
    left(verdictOf(line)),
  ]);
  return table(names, [...rows, ...(lines.length > 1 ? [sums(lines)] : [])]);
};

const idsIn = (line: Members, kind: 'missing' | 'extra'): readonly string[] => {
  const sample = line.get('sample');
  const ids: unknown = typeof sample === 'object' && sample !== null ? Reflect.get(sample, kind) : [];
  return elementsOf(ids).map(String);
};

/** A line for each gap, with the record ids and indexes of some of its events. */
export const sampleLines = (lines: readonly Members[], { name }: Place): readonly string[] =>
  lines.filter(isGap).flatMap((line) =>
    (['missing', 'extra'] as const)
      .filter((kind) => countIn(line, kind) > 0)
      .map((kind) => {
        const metric = textIn(line, 'name') || textIn(line, 'metric') || 'a metric nobody knows';
        const where = `${textIn(line, 'tenant')} ${metric} ${textIn(line, 'hour')}`;
        return `${name}, ${where}: ${countIn(line, kind)} ${kind}, among them ${idsIn(line, kind).join(', ')}`;
      }),
  );
