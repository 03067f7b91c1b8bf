import { SluiceError } from '../failure/index.ts';
import type { Reason } from '../interpret/index.ts';
import type { HashedUpTo } from './content-hash.ts';
import { isFileFormat, type FileFormat } from './plan.ts';
import type { Place } from './piece.ts';
import type { FileHead, FileSource } from './ports.ts';

/** A name that a tenant gave to a file: what the last upload under it was. */
export interface NamedFile {
  readonly file: string;
  readonly told: FileFormat | undefined;
  readonly source: FileSource;
  /** Epoch ms; absent while an upload to a given address is awaited. */
  readonly receivedAt?: number;
  /** Known once all of it was read. */
  readonly id?: string;
  /** How far it was read to find that out, and of what. */
  readonly hashed?: HashedUpTo & FileHead;
  readonly failure?: Reason;
}

export interface FileCounts {
  /** Lines, rows or elements. */
  readonly read: number;
  /** Taken by the raw stream. */
  readonly stored: number;
  readonly rejected: number;
}

/** A file of a tenant, by its content, and how far it is split. */
export interface SplitFile {
  readonly id: string;
  /** The name it came under first. */
  readonly file: string;
  readonly told: FileFormat | undefined;
  readonly source: FileSource;
  readonly version: string;
  /** When it was received first, epoch ms: of all its events. */
  readonly receivedAt: number;
  readonly state: 'splitting' | 'done' | 'failed';
  /** Everything before it is done with; absent at the beginning. */
  readonly place?: Place;
  readonly counts: FileCounts;
  /** No event goes out before, epoch ms: the bounded rate. */
  readonly readyAt: number;
  /** Slices in a row that came to the end of their time at this place. */
  readonly stalls: number;
  /** Why it is `failed`. */
  readonly failure?: Reason;
}

/** One refused line, as the status shows it. */
export interface LineError {
  readonly offset: number;
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

const damaged = (what: string): SluiceError =>
  new SluiceError({ class: 'ours', code: 'StateDamaged', message: `a stored document about a file ${what}` });

type Members = ReadonlyMap<string, unknown>;

const membersOf = (value: unknown): Members => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged('is no object');
  return new Map<string, unknown>(Object.entries(value));
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(`is no JSON: ${String(error)}`);
  }
};

const text = (members: Members, name: string): string => {
  const value = members.get(name);
  if (typeof value !== 'string') throw damaged(`has no text ${name}`);
  return value;
};

const number = (members: Members, name: string): number => {
  const value = members.get(name);
  if (typeof value !== 'number') throw damaged(`has no number ${name}`);
  return value;
};

const optional = <T>(members: Members, name: string, read: (value: unknown) => T): T | undefined => {
  const value = members.get(name);
  return value === undefined ? undefined : read(value);
};

const readTold = (members: Members): FileFormat | undefined => {
  const told = members.get('told');
  if (told === undefined || (typeof told === 'string' && isFileFormat(told))) return told;
  throw damaged('has an unknown format');
};

const readSource = (value: unknown): FileSource => {
  const members = membersOf(value);
  const key = text(members, 'key');
  return members.get('kind') === 'bucket'
    ? { kind: 'bucket', bucket: text(members, 'bucket'), key }
    : { kind: 'own', key };
};

const readReason = (value: unknown): Reason => {
  const members = membersOf(value);
  return { code: text(members, 'code'), reason: text(members, 'reason') };
};

const readPlace = (value: unknown): Place => {
  const members = membersOf(value);
  const place = { offset: number(members, 'offset'), line: number(members, 'line') };
  const inside = members.get('inside');
  return inside === 'comma' || inside === 'after' ? { ...place, inside } : place;
};

const readHashed = (value: unknown): HashedUpTo & FileHead => {
  const members = membersOf(value);
  return {
    offset: number(members, 'offset'),
    chain: text(members, 'chain'),
    size: number(members, 'size'),
    version: text(members, 'version'),
  };
};

/** Members that are undefined are left out, as JSON does. */
const defined = <T extends object>(value: { readonly [K in keyof T]: T[K] | undefined }): T =>
  // Absent and undefined are told apart by the types alone.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

export const readNamedFile = (json: string): NamedFile => {
  const members = membersOf(parse(json));
  return {
    file: text(members, 'file'),
    told: readTold(members),
    source: readSource(members.get('source')),
    ...defined<Pick<NamedFile, 'receivedAt' | 'id' | 'hashed' | 'failure'>>({
      receivedAt: optional(members, 'receivedAt', () => number(members, 'receivedAt')),
      id: optional(members, 'id', () => text(members, 'id')),
      hashed: optional(members, 'hashed', readHashed),
      failure: optional(members, 'failure', readReason),
    }),
  };
};

const readState = (members: Members): SplitFile['state'] => {
  const state = members.get('state');
  if (state === 'splitting' || state === 'done' || state === 'failed') return state;
  throw damaged('has an unknown state');
};

const readCounts = (value: unknown): FileCounts => {
  const members = membersOf(value);
  return {
    read: number(members, 'read'),
    stored: number(members, 'stored'),
    rejected: number(members, 'rejected'),
  };
};

export const readSplitFile = (json: string): SplitFile => {
  const members = membersOf(parse(json));
  return {
    id: text(members, 'id'),
    file: text(members, 'file'),
    told: readTold(members),
    source: readSource(members.get('source')),
    version: text(members, 'version'),
    receivedAt: number(members, 'receivedAt'),
    state: readState(members),
    counts: readCounts(members.get('counts')),
    readyAt: number(members, 'readyAt'),
    stalls: number(members, 'stalls'),
    ...defined<Pick<SplitFile, 'place' | 'failure'>>({
      place: optional(members, 'place', readPlace),
      failure: optional(members, 'failure', readReason),
    }),
  };
};

export const readLineErrors = (json: string): readonly LineError[] => {
  const list = parse(json);
  if (!Array.isArray(list)) throw damaged('is no list');
  return list.map((one: unknown) => {
    const members = membersOf(one);
    return {
      offset: number(members, 'offset'),
      line: number(members, 'line'),
      code: text(members, 'code'),
      message: text(members, 'message'),
    };
  });
};

export const readTexts = (json: string): readonly string[] => {
  const list = parse(json);
  if (!Array.isArray(list)) throw damaged('is no list');
  return list.map((one: unknown) => {
    if (typeof one !== 'string') throw damaged('holds what is no text');
    return one;
  });
};
