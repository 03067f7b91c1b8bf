import { SluiceError } from '@sluice/core/failure';

/** What could not be replayed, where, and why. */
export interface Damage {
  readonly object: string;
  /** From 1, as `zcat` shows them. */
  readonly line?: number;
  readonly reason: string;
}

/** Everything before it is done with. */
export interface Cursor {
  /** Which of the rows of the plan, and which of its objects. */
  readonly row: number;
  readonly entry: number;
  /** Byte of the object, where a gzip member begins; lines before it. */
  readonly offset: number;
  readonly lines: number;
}

/** How far a replay is: the document that is replaced only by who has seen the version before. */
export interface Progress {
  /** The id of its request. */
  readonly request: string;
  /** When it began, epoch ms: what is archived later is not part of it. */
  readonly startedAt: number;
  /** Keys of the rows that list its objects. */
  readonly plan: readonly string[];
  readonly objects: number;
  readonly bytes: number;
  readonly cursor: Cursor;
  readonly objectsDone: number;
  readonly bytesDone: number;
  /** Put, or in a dry run to be put. */
  readonly records: number;
  readonly events: number;
  /** The first of them; `damages` counts all. */
  readonly damaged: readonly Damage[];
  readonly damages: number;
  /** Nothing is put before, epoch ms: the bounded rate. */
  readonly readyAt: number;
  /** Epoch ms; 0 while it is not done. */
  readonly finishedAt: number;
}

/** So many are told; a document of the state store holds 350,000 bytes, and one is at most 1,500. */
export const mostDamages = 150;
const reasonCharacters = 300;

/** Adds what is damaged, as far as there is room, and counts it. */
export const withDamages = (progress: Progress, found: readonly Damage[]): Progress => {
  const room = Math.max(0, mostDamages - progress.damaged.length);
  const shown = found.slice(0, room).map((one) => ({
    ...one,
    reason: one.reason.slice(0, reasonCharacters).toWellFormed(),
  }));
  return {
    ...progress,
    damaged: [...progress.damaged, ...shown],
    damages: progress.damages + found.length,
  };
};

const unusable = (what: string): SluiceError =>
  new SluiceError({
    class: 'ours',
    code: 'StateDamaged',
    message: `the stored progress of a replay ${what}; begin it again with restart`,
  });

type Members = ReadonlyMap<string, unknown>;

const membersOf = (value: unknown): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unusable('is no object');
  return new Map<string, unknown>(Object.entries(value));
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw unusable('is no JSON');
  }
};

const number = (members: Members, name: string): number => {
  const value = members.get(name);
  if (typeof value === 'number') return value;
  throw unusable(`has no number ${name}`);
};

const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  throw unusable('has something else where a text should be');
};

const list = <T>(value: unknown, read: (element: unknown) => T): readonly T[] => {
  if (!Array.isArray(value)) throw unusable('has no list where one should be');
  return value.map((element: unknown) => read(element));
};

const readDamage = (value: unknown): Damage => {
  const members = membersOf(value);
  const told = { object: text(members.get('object')), reason: text(members.get('reason')) };
  return members.has('line') ? { ...told, line: number(members, 'line') } : told;
};

const readCursor = (value: unknown): Cursor => {
  const members = membersOf(value);
  return {
    row: number(members, 'row'),
    entry: number(members, 'entry'),
    offset: number(members, 'offset'),
    lines: number(members, 'lines'),
  };
};

/** Throws SluiceError `StateDamaged`. */
export const readProgress = (json: string): Progress => {
  const members = membersOf(parsed(json));
  const of = (name: string): number => number(members, name);
  return {
    request: text(members.get('request')),
    startedAt: of('startedAt'),
    plan: list(members.get('plan'), text),
    objects: of('objects'),
    bytes: of('bytes'),
    cursor: readCursor(members.get('cursor')),
    objectsDone: of('objectsDone'),
    bytesDone: of('bytesDone'),
    records: of('records'),
    events: of('events'),
    damaged: list(members.get('damaged'), readDamage),
    damages: of('damages'),
    readyAt: of('readyAt'),
    finishedAt: of('finishedAt'),
  };
};

/** An object of the plan: its key, its size when it was planned (bytes), and whether it was being appended to. */
export type Planned = readonly [key: string, size: number, isOpen: boolean];

/** Throws SluiceError `StateDamaged`. */
export const readPlanRow = (json: string): readonly Planned[] =>
  list(parsed(json), (element) => {
    const [key, size, isOpen] = list(element, (part) => part);
    if (typeof key !== 'string' || typeof size !== 'number') throw unusable('has a plan without keys');
    return [key, size, isOpen === true] as const;
  });
