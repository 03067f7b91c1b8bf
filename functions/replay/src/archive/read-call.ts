import { Refusal, type Options } from '@sluice/core/http';
import { defaultLateHours, type ArchiveRequest } from './request.ts';

/** Options of a replay of an archive alone. */
export const archiveOptions = ['stage', 'from', 'to', 'restart', 'into', 'rate', 'late', 'id'] as const;

/** What was asked for; the tenant is still a name. */
export type ArchiveCall =
  | { readonly stage: 'errors'; readonly dryRun: boolean }
  | (Omit<ArchiveRequest, 'tenant'> & {
      readonly id: string | undefined;
      readonly restart: boolean;
      readonly rate: number | undefined;
    });

const shown = (text: string): string => JSON.stringify(text.slice(0, 100));

/** A day alone is its beginning in UTC; a time says where it is. */
const timePattern = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;

const timeOf = (name: string, options: Options): number => {
  const text = options.text(name);
  if (text === undefined) throw new Refusal(400, `a replay of an archive needs "${name}", a time of receipt`);
  const at = timePattern.test(text) ? Date.parse(text) : Number.NaN;
  // Date.parse takes the 31st of a shorter month for the 1st of the next one.
  const day = Number.isNaN(at)
    ? undefined
    : new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().slice(0, 10);
  if (day === text.slice(0, 10)) return at;
  throw new Refusal(
    400,
    `${name} is ${shown(text)}; it takes an ISO 8601 time such as 2026-11-23T03:00:00Z, or a day`,
  );
};

const rangeOf = (options: Options, now: number): Pick<ArchiveRequest, 'from' | 'to'> => {
  const [from, to] = [timeOf('from', options), timeOf('to', options)];
  if (to <= from)
    throw new Refusal(
      400,
      `to (${new Date(to).toISOString()}) must be after from (${new Date(from).toISOString()})`,
    );
  if (to > now)
    throw new Refusal(
      400,
      `to (${new Date(to).toISOString()}) is in the future; it is ${new Date(now).toISOString()}`,
    );
  return { from, to };
};

const idOf = (options: Options): string | undefined => {
  const id = options.text('id');
  if (id === undefined || /^[A-Za-z0-9._-]{1,64}$/.test(id)) return id;
  throw new Refusal(400, `id is ${shown(id)}; it takes 1 to 64 of A-Z a-z 0-9 . _ -`);
};

const refuse = (options: Options, stage: string, names: readonly string[]): void => {
  for (const name of names)
    if (options.has(name)) throw new Refusal(400, `"${name}" is nothing for a replay of the stage ${stage}`);
};

/**
 * Reads what is to be replayed of an archive.
 * @param now epoch ms
 * @throws Refusal 400, which names the option, what it is, and what is possible
 */
export const readArchiveCall = (options: Options, now: number): ArchiveCall => {
  const stage = options.text('stage');
  const dryRun = options.flag('dryRun');
  switch (stage) {
    case 'errors':
      refuse(options, stage, ['consumer', 'tenant', ...archiveOptions.slice(1)]);
      return { stage, dryRun };
    case 'raw':
    case 'staged':
      refuse(options, stage, ['consumer']);
      return {
        stage,
        dryRun,
        ...rangeOf(options, now),
        into: options.text('into'),
        id: idOf(options),
        restart: options.flag('restart'),
        rate: options.whole('rate', 1, 10_000_000),
        lateHours: options.whole('late', 0, 8_784) ?? defaultLateHours,
      };
    case undefined:
      throw new Refusal(400, 'a replay of an archive needs "stage": raw, staged or errors');
    default:
      throw new Refusal(400, `there is no stage ${shown(stage)}; there are raw, staged and errors`);
  }
};
