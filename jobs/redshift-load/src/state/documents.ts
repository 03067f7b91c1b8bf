import { SluiceError } from '@sluice/core/failure';
import type { StateStore } from '@sluice/core/ports';

/** A parsed document with the version it was read at; 0 when it is not stored yet. */
export interface Document<T> {
  readonly value: T;
  readonly version: number;
}

/** Someone else changed the document first: what is in hand is old. */
export const lostRace = (key: string): SluiceError =>
  new SluiceError({ class: 'retryable', code: 'LostRace', message: `another changed ${key} first` });

export const isLostRace = (error: unknown): boolean =>
  error instanceof SluiceError && error.code === 'LostRace';

/** Documents of one form in one partition. */
export interface Documents<T> {
  get(key: string): Promise<Document<T> | undefined>;
  /** Stores the next version of it. Throws SluiceError `LostRace`, and OutOfService when it may have been stored. */
  put(key: string, document: Document<unknown> | undefined, next: T): Promise<Document<T>>;
}

export const documents = <T>(
  states: StateStore,
  partition: string,
  read: (text: string) => T,
  write: (value: T) => string,
): Documents<T> => ({
  get: async (key) => {
    const row = await states.get(partition, key);
    return row === undefined ? undefined : { value: read(row.value), version: row.version };
  },
  put: async (key, document, next) => {
    const version = document?.version ?? 0;
    if ((await states.replace(partition, key, version, write(next))) === 'conflict') throw lostRace(key);
    return { value: next, version: version + 1 };
  },
});
