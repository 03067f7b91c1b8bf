import { plot } from 'asciichart';
import { Option, type Command } from 'commander';
import { call, elementsOf, membersOf, textOf, type Members } from '../client/call.ts';
import { left, table } from '../output/table.ts';
import { printable } from '../output/width.ts';
import { write, writeJson } from '../output/write.ts';
import type { Surroundings } from '../surroundings.ts';
import { clientFor } from './context.ts';
import { durationOf } from './duration.ts';

interface CapacityOptions {
  readonly since: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface Change {
  readonly resource: string;
  readonly at: number;
  readonly kind: string;
  readonly from: Members;
  readonly to: Members;
  readonly reason: string;
  readonly answer: string;
}

const changeOf = (value: unknown): Change => {
  const members = membersOf(value);
  const at = members.get('at');
  return {
    resource: textOf(value, 'resource') ?? '',
    at: typeof at === 'number' ? at : 0,
    kind: textOf(value, 'kind') ?? '',
    from: membersOf(members.get('from')),
    to: membersOf(members.get('to')),
    reason: textOf(value, 'reason') ?? '',
    answer: textOf(value, 'answer') ?? 'not known',
  };
};

/** `4 shards`, `250 writes, 125 reads`. */
const unitsText = (units: Members): string =>
  [...units].map(([name, value]) => `${typeof value === 'number' ? value : '?'} ${name}`).join(', ');

const rowOf = ({ at, resource, from, to, kind, answer, reason }: Change) =>
  [
    new Date(at).toISOString().slice(0, 16),
    resource,
    unitsText(from),
    unitsText(to),
    kind,
    answer,
    reason,
  ].map((text) => left(text));

const columns = 72;

/** What a resource had at each of so many moments, by its first unit (shards; writes). */
const heldOf = (changes: readonly Change[], since: number, until: number): readonly number[] => {
  const first = ({ from }: Change): number => Number([...from.values()][0] ?? 0);
  const after = ({ to }: Change): number => Number([...to.values()][0] ?? 0);
  return Array.from({ length: columns }, (_, i) => {
    const at = since + ((i + 1) / columns) * (until - since);
    const last = changes.findLast((one) => one.at <= at);
    const [next] = changes;
    return last === undefined ? (next === undefined ? 0 : first(next)) : after(last);
  });
};

const plotText = (resource: string, changes: readonly Change[], since: number, until: number): string => {
  const [unit = ''] = [...(changes[0]?.to.keys() ?? [])];
  const title = `${printable(resource)}: ${printable(unit)}, ${new Date(since).toISOString().slice(0, 16)} to ${new Date(until).toISOString().slice(0, 16)}`;
  return `${title}\n${plot([...heldOf(changes, since, until)], { height: 8 })}\n`;
};

const shown = (changes: readonly Change[], since: number, until: number): string => {
  const names = ['time', 'resource', 'from', 'to', 'kind', 'answer', 'reason'];
  const accepted = Map.groupBy(
    changes.filter(({ answer }) => answer === 'accepted'),
    ({ resource }) => resource,
  );
  const plots = [...accepted].map(([resource, ofIt]) => plotText(resource, ofIt, since, until));
  return [table(names, changes.map(rowOf)), ...plots].join('\n');
};

const unscaled = 'nothing is scaled here: on one machine there are no shards and no units\n';

/** What a tick would do now. */
const dryRun = async ({ json }: CapacityOptions, around: Surroundings): Promise<void> => {
  const answer = await call(clientFor('operator', around), { method: 'GET', path: 'meta/capacity/plan' });
  if (json === true) return writeJson(around.stdout, answer);
  const members = membersOf(answer);
  if (members.get('isScaled') !== true) return write(around.stdout, unscaled);
  const rows = elementsOf(members.get('actions')).map((one) => {
    const { resource, from, to, kind, reason } = changeOf(one);
    return [resource, unitsText(from), unitsText(to), kind, reason].map((text) => left(text));
  });
  const names = ['resource', 'has', 'would have', 'kind', 'reason'];
  await write(
    around.stdout,
    `${table(names, rows)}none of it was done: the next tick, within a minute, does\n`,
  );
};

const capacity = async (options: CapacityOptions, around: Surroundings): Promise<void> => {
  if (options.dryRun === true) return dryRun(options, around);
  const until = around.now();
  const since = until - durationOf(options.since);
  const query = { since: new Date(since).toISOString() };
  const answer = await call(clientFor('operator', around), { method: 'GET', path: 'meta/capacity', query });
  if (options.json === true) return writeJson(around.stdout, answer);
  const members = membersOf(answer);
  const changes = elementsOf(members.get('actions')).map(changeOf);
  if (changes.length > 0) return write(around.stdout, shown(changes, since, until));
  await write(
    around.stdout,
    members.get('isScaled') === true ? `nothing was changed in the last ${options.since}\n` : unscaled,
  );
};

/** `sluice capacity` */
export const addCapacityCommand = (program: Command, around: Surroundings): void => {
  program
    .command('capacity')
    .description('what the scalers changed, and why, as a table and a plot (for operators)')
    .addOption(
      new Option('--since <duration>', 'how far back: 90m, 24h, 7d; 30 days are kept').default('24h'),
    )
    .option('--dry-run', 'what the scalers would do now by the metrics of now, and why; nothing is done')
    .option('--json', 'print the answer as it came')
    .action((options: CapacityOptions) => capacity(options, around));
};
