import { mkdir, rm } from 'node:fs/promises';
import type { FileBytes } from '@sluice/core/files';
import type { LakeFile } from '@sluice/core/lake';
import { SqlError } from '../sql-session.ts';
import { download } from './download.ts';
import { pathsBelow, type LakePlaces, type LetGo } from './lake-source.ts';

export interface LakeCacheOptions {
  /** Of the cache alone, on a disk, empty at first. */
  readonly folder: string;
  /** All files of it together, those on their way included. */
  readonly bytes: number;
  /** Where the lake is. */
  readonly files: FileBytes;
  /** How long a statement waits while others hold what would have to go. @default 10 s */
  readonly waitMs?: number;
}

/** A file that is here, or on its way: then somebody holds it. */
interface Entry {
  readonly file: LakeFile;
  readonly arrived: Promise<void>;
  holders: number;
  isDoubtful: boolean;
}

/** Files on their way at once. Each has 8 MB in memory. */
const width = 8;

/** Runs so many pieces of work at once, the others in their order. */
const gateOf = (most: number) => {
  const turns: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < most) running += 1;
    else await new Promise<void>((begin) => turns.push(begin));
    try {
      return await work();
    } finally {
      const next = turns.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
};

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;

const sum = (files: readonly LakeFile[]): number => files.reduce((all, { bytes }) => all + bytes, 0);

const tooMany = (bytes: number, all: number): SqlError =>
  new SqlError(
    '54000',
    `the statement reads ${megabytes(bytes)} of the lake at once, and there is room for ${megabytes(all)}; ask for a shorter time range`,
  );

const busy = (bytes: number): SqlError =>
  new SqlError(
    '53100',
    `no room for ${megabytes(bytes)} of the lake: statements that run hold what is there; try again`,
  );

/**
 * Files of the lake on this machine's disk, fetched when a statement needs them. A file is fetched once for all who wait for it; those used
 * longest ago go for others, but none that a statement holds. What a statement needs it is given whole or not at all, so that two never wait for
 * each other. A file's content never changes under its key, so nothing here grows old: a file that compaction took out of the lake is there for
 * who began with it, and goes when nobody asks for it any more.
 */
export class LakeCache implements LakePlaces {
  readonly path: LakePlaces['path'];
  readonly folder: LakePlaces['folder'];
  readonly #options: LakeCacheOptions;
  /** The one used longest ago first. */
  readonly #entries = new Map<string, Entry>();
  /** Files that are being removed: one of the same key must not arrive before. */
  readonly #leaving = new Map<string, Promise<void>>();
  /** Who waits for room, the first first: each takes it when it is there. */
  readonly #waiting = new Set<() => boolean>();
  readonly #gate = gateOf(width);
  #used = 0;
  #stamp = 0;

  constructor(options: LakeCacheOptions) {
    this.#options = options;
    const { path, folder } = pathsBelow(options.folder);
    this.path = path;
    this.folder = folder;
  }

  /** Bytes of the files here and on their way. */
  get used(): number {
    return this.#used;
  }

  async hold(wanted: readonly LakeFile[]): Promise<LetGo> {
    const files = [...new Map(wanted.map((file) => [file.key, file])).values()];
    const { bytes } = this.#options;
    if (sum(files) > bytes) throw tooMany(sum(files), bytes);
    const isHere = files.every(({ key }) => this.#entries.has(key));
    // Who needs room waits behind those who wait for it.
    const isNext = isHere || this.#waiting.size === 0;
    const entries = (isNext ? this.#claim(files) : undefined) ?? (await this.#turn(files));
    const letGo = this.#letGoOf(entries);
    const outcomes = await Promise.allSettled(entries.map(({ arrived }) => arrived));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed === undefined) return letGo;
    letGo();
    throw failed.reason;
  }

  #letGoOf(entries: readonly Entry[]): LetGo {
    let isHeld = true;
    return (isDoubtful = false) => {
      if (!isHeld) return;
      isHeld = false;
      for (const entry of entries) {
        entry.holders -= 1;
        entry.isDoubtful ||= isDoubtful;
        if (entry.isDoubtful && entry.holders === 0) this.#remove(entry.file);
      }
      this.#wake();
    };
  }

  /** Waits for room. */
  async #turn(files: readonly LakeFile[]): Promise<readonly Entry[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Entry[]>();
    const claim = (): boolean => {
      const entries = this.#claim(files);
      if (entries !== undefined) resolve(entries);
      return entries !== undefined;
    };
    this.#waiting.add(claim);
    const timer = setTimeout(() => {
      this.#waiting.delete(claim);
      reject(busy(sum(files)));
      // Who stood behind may need less.
      this.#wake();
    }, this.#options.waitMs ?? 10_000);
    return promise.finally(() => clearTimeout(timer));
  }

  #wake(): void {
    for (const claim of this.#waiting) {
      if (!claim()) return;
      this.#waiting.delete(claim);
    }
  }

  /** Holds files, those that are not here on their way; undefined when there is no room for them now. Nothing else runs in between. */
  #claim(files: readonly LakeFile[]): readonly Entry[] | undefined {
    const keys = new Set(files.map(({ key }) => key));
    const isFree = ([key, entry]: readonly [string, Entry]): boolean => entry.holders === 0 && !keys.has(key);
    const free = [...this.#entries].filter(isFree).map(([, entry]) => entry);
    let over = this.#used + sum(files.filter(({ key }) => !this.#entries.has(key))) - this.#options.bytes;
    if (over > sum(free.map(({ file }) => file))) return undefined;
    for (const { file } of free) {
      if (over <= 0) break;
      over -= file.bytes;
      this.#remove(file);
    }
    return files.map((file) => this.#use(file));
  }

  #remove({ key, bytes }: LakeFile): void {
    if (!this.#entries.delete(key)) return;
    this.#used -= bytes;
    // What stays is written over when the file comes again; until then it is room that the folder has less.
    const gone = rm(this.path({ key }), { force: true })
      .catch(() => undefined)
      .finally(() => this.#leaving.delete(key));
    this.#leaving.set(key, gone);
  }

  #use(file: LakeFile): Entry {
    const entry = this.#entries.get(file.key) ?? this.#begin(file);
    entry.holders += 1;
    // Last again, which is the one used just now.
    this.#entries.delete(file.key);
    this.#entries.set(file.key, entry);
    return entry;
  }

  #begin(file: LakeFile): Entry {
    this.#used += file.bytes;
    const arrived = this.#fetch(file);
    const entry: Entry = { file, arrived, holders: 0, isDoubtful: false };
    // Before those who wait for it let go.
    arrived.catch(() => this.#remove(file));
    return entry;
  }

  async #fetch(file: LakeFile): Promise<void> {
    await this.#leaving.get(file.key);
    await this.#gate(() =>
      download(this.#options.files, file, { path: this.path(file), stamp: (this.#stamp += 1) }),
    );
  }
}

/** A cache in a folder of its own, which is emptied: what an earlier process left there may be half of a file. */
export const openLakeCache = async (options: LakeCacheOptions): Promise<LakeCache> => {
  await rm(options.folder, { recursive: true, force: true });
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  return new LakeCache(options);
};
