import { InputError } from '../errors.ts';
import { at, elementsOf, isMembers, numberOf, textOf, textsOf } from '../json.ts';

/**
 * The books file, which is asked for before a week is rolled: what `sluice books --json` prints (`balanced`, `hours`), with what a week
 * needs besides.
 *
 * ```json
 * {"environment":"prod","takenAt":"2026-11-23T06:00:00.000Z","balanced":true,
 *  "hours":[{"tenant":"acme","hour":"2026-09-07T10","accepted":3,"stored":3,"rejected":0,"duplicate":0,"corrected":0,"inFlight":0}],
 *  "tables":[{"table":"2026-w37","sealed":true,"hours":[{"tenant":"acme","hour":"2026-09-07T10"}]}]}
 * ```
 * `tables[].hours` are the hours of arrival that have an event in the table: a week's events may have arrived in another week.
 * `sealed` says that what the table holds was sealed, so that the books balance after the drop too.
 */
export interface Books {
  readonly environment: string;
  /** Epoch ms. */
  readonly takenAt: number;
  readonly hours: readonly HourOfBooks[];
  readonly tables: readonly TableOfBooks[];
}

export interface HourOfBooks {
  readonly tenant: string;
  readonly hour: string;
  /** Accepted events that nothing accounts for. */
  readonly gap: number;
}

export interface TableOfBooks {
  readonly table: string;
  readonly sealed: boolean;
  readonly hours: readonly { readonly tenant: string; readonly hour: string }[];
}

/** @throws InputError that names what is missing */
export const readBooks = (text: string): Books => {
  const json = parse(text);
  const takenAt = Date.parse(needText(json, 'takenAt', 'the books file'));
  if (Number.isNaN(takenAt))
    throw new InputError('the books file: takenAt is no time as 2026-11-23T06:00:00Z');
  return {
    environment: needText(json, 'environment', 'the books file'),
    takenAt,
    hours: needElements(json, 'hours', 'the books file').map(readHour),
    tables: needElements(json, 'tables', 'the books file').map(readTable),
  };
};

const parse = (text: string): unknown => {
  try {
    const json: unknown = JSON.parse(text);
    if (isMembers(json)) return json;
  } catch (error) {
    throw new InputError('the books file is not JSON', { cause: error });
  }
  throw new InputError('the books file is JSON, but not an object');
};

const needText = (value: unknown, name: string, where: string): string => {
  const text = textOf(at(value, name));
  if (text === undefined) throw new InputError(`${where} has no text ${name}`);
  return text;
};

const needElements = (value: unknown, name: string, where: string): readonly unknown[] => {
  const found = at(value, name);
  if (!Array.isArray(found)) throw new InputError(`${where} has no array ${name}`);
  return elementsOf(found);
};

const counts = ['accepted', 'stored', 'rejected', 'duplicate', 'corrected', 'inFlight'] as const;

const readHour = (value: unknown, index: number): HourOfBooks => {
  const where = `the books file, hours[${index}],`;
  const [accepted = 0, ...parts] = counts.map((name) => {
    const count = numberOf(at(value, name));
    if (count === undefined) throw new InputError(`${where} has no number ${name}`);
    return count;
  });
  const gap = parts.reduce((left, part) => left - part, accepted);
  return { tenant: needText(value, 'tenant', where), hour: needText(value, 'hour', where), gap };
};

const readTable = (value: unknown, index: number): TableOfBooks => {
  const where = `the books file, tables[${index}],`;
  return {
    table: needText(value, 'table', where),
    sealed: textsOf(at(value, 'table')).length === 1 && at(value, 'sealed') === true,
    hours: needElements(value, 'hours', where).map((hour) => ({
      tenant: needText(hour, 'tenant', where),
      hour: needText(hour, 'hour', where),
    })),
  };
};
