import { Option, type Command } from 'commander';
import { callWith, elementsOf, membersOf, type Members } from '../client/call.ts';
import type { Client } from '../client/client.ts';
import { CliFailure } from '../failure.ts';
import { counted } from '../output/table.ts';
import { printable } from '../output/width.ts';
import { write, writeJson } from '../output/write.ts';
import { showProgress, type Progress } from '../send/progress/show.ts';
import { policyOf, waitBefore } from '../send/retry.ts';
import type { Surroundings } from '../surroundings.ts';
import { whole } from './arguments.ts';
import { clientFor } from './context.ts';

interface ArchiveOptions {
  readonly stage?: string;
  readonly from?: string;
  readonly to?: string;
  readonly tenant?: string;
  readonly into?: string;
  readonly rate?: number;
  readonly late?: number;
  readonly id?: string;
  readonly dryRun?: boolean;
  readonly restart?: boolean;
  readonly json?: boolean;
}

const needed = ({ stage, from, to }: ArchiveOptions): string => {
  if (stage === undefined)
    throw new CliFailure('say what to replay: --stage raw, staged or errors, or the command on-failure', 2);
  if (stage !== 'errors' && (from === undefined || to === undefined))
    throw new CliFailure(`a replay of the stage ${stage} needs --from and --to, times of receipt`, 2);
  return stage;
};

/** A slice that a store or a gateway did not answer for is asked for again: so often in a row. */
const mostTries = 6;

/** Asks again where a later answer may be another one; what was replayed until then is kept over there. */
const patient = (client: Client, { sleep, random, stopped }: Surroundings): Client => ({
  ...client,
  ask: async (request) => {
    for (let tries = 1; ; tries++) {
      const response = await client.ask(request);
      if (response.ok || policyOf(response.status) === 'fail' || tries === mostTries) return response;
      await response.body?.cancel();
      await sleep(waitBefore(tries, 0, random), stopped);
    }
  },
});

const numberIn = (members: Members, name: string): number => {
  const value = members.get(name);
  return typeof value === 'number' ? value : 0;
};

const parts = (members: Members, name: string): Members => membersOf(members.get(name));

/** A replay of an archive tells how far all of it is; one of what was not delivered tells of each slice alone, which are added up. */
class Totals {
  #objects = 0;
  #records = 0;

  with(answer: Members): Members {
    if (answer.has('bytes')) return answer;
    this.#objects += numberIn(parts(answer, 'objects'), 'done');
    this.#records += numberIn(answer, 'records');
    return new Map([...answer, ['objects', { done: this.#objects }], ['records', this.#records]]);
  }
}

/** Asks for slice after slice until it is done. */
const untilDone = async (
  client: Client,
  body: Readonly<Record<string, unknown>>,
  restart: boolean,
  around: Surroundings,
): Promise<Members> => {
  let progress: Progress | undefined;
  const total = new Totals();
  try {
    for (let begins = restart; ; begins = false) {
      const ask = { ...body, ...(begins ? { restart: true } : {}) };
      const answer = total.with(
        membersOf(await callWith(client, { method: 'POST', path: 'meta/replay' }, ask)),
      );
      if (answer.get('done') === true) return answer;
      if (around.stopped.aborted)
        throw new CliFailure('stopped; the same command goes on from here, without --restart');
      const bytes = parts(answer, 'bytes');
      const size = bytes.size === 0 ? undefined : numberIn(bytes, 'total');
      progress ??= showProgress(around.stderr, size, around.now, { now: 'replaying', before: 'replayed' });
      progress.update({ done: numberIn(bytes, 'done'), events: numberIn(answer, 'events') });
    }
  } finally {
    progress?.stop();
  }
};

const placeOf = (one: Members): string => {
  const line = one.get('line');
  return `${String(one.get('object'))}${typeof line === 'number' ? `, line ${line}` : ''}`;
};

const damageText = (answer: Members): string =>
  elementsOf(answer.get('damaged'))
    .map(membersOf)
    .map((one) => `${printable(`not replayed: ${placeOf(one)}: ${String(one.get('reason'))}`)}\n`)
    .join('');

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const summary = (answer: Members, { stage, into, dryRun }: ArchiveOptions, ms: number): string => {
  const verb = dryRun === true ? 'would replay' : 'replayed';
  const objects = counted(numberIn(parts(answer, 'objects'), 'done'), 'object');
  const records = counted(numberIn(answer, 'records'), 'record');
  if (stage === 'errors')
    return dryRun === true ? `would put ${objects} back\n` : `put ${records} of ${objects} back\n`;
  const events = numberIn(answer, 'events');
  const seconds = Math.max(ms / 1_000, 0.001);
  const rate = Math.round(events / seconds).toLocaleString('en-US');
  const speed =
    answer.get('wasDone') === true
      ? 'was done before; --restart begins it again'
      : `${seconds.toFixed(1)} s, ${rate} events/s`;
  const target = into === undefined ? `the ${stage ?? ''} stream` : into;
  return (
    `${verb} ${counted(events, 'event')} in ${records} onto ${printable(target)}, ` +
    `from ${objects} of ${megabytes(numberIn(parts(answer, 'bytes'), 'done'))} (${speed})\n`
  );
};

const replayArchive = async (options: ArchiveOptions, around: Surroundings): Promise<void> => {
  const stage = needed(options);
  const { from, to, tenant, into, rate, late, id, dryRun, restart, json } = options;
  const given = Object.entries({ from, to, tenant, into, rate, late, id });
  const body = {
    stage,
    ...Object.fromEntries(given.filter(([, value]) => value !== undefined)),
    dryRun: dryRun === true,
  };
  const begun = around.now();
  // What a dry run found was for that moment.
  const begins = stage !== 'errors' && (restart === true || dryRun === true);
  const answer = await untilDone(patient(clientFor('operator', around), around), body, begins, around);
  if (json === true) await writeJson(around.stdout, Object.fromEntries(answer));
  else await write(around.stdout, damageText(answer) + summary(answer, options, around.now() - begun));
  const damages = numberIn(answer, 'damages');
  if (damages > 0)
    throw new CliFailure(
      `${counted(damages, 'place')} could not be read and ${damages === 1 ? 'was' : 'were'} left out`,
    );
};

/** `sluice replay --stage …` */
export const addArchiveReplay = (command: Command, around: Surroundings): void => {
  command
    .addOption(
      new Option(
        '--stage <name>',
        'of which archive; errors: what delivery streams could not deliver',
      ).choices(['raw', 'staged', 'errors']),
    )
    .option('--from <time>', 'received at or after this: an ISO 8601 time with its zone, or a day in UTC')
    .option('--to <time>', 'received before this')
    .option('--tenant <name>', 'only events of this tenant')
    .option('--into <stream>', 'onto the stream of another environment, by its name')
    .option('--rate <events>', 'events a second, on average', whole(1, 10_000_000))
    .option(
      '--late <hours>',
      'how long after --to the archive is looked through (default: 24)',
      whole(0, 8_784),
    )
    .option('--id <name>', 'the name that progress is kept under (default: made of the other options)')
    .option('--restart', 'begin again instead of going on')
    .option('--dry-run', 'only count what would be replayed')
    .option('--json', 'print what the last call answers')
    .action((options: ArchiveOptions) => replayArchive(options, around));
};
