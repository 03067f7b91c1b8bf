import { statfsSync } from 'node:fs';
import { type Failure, OutOfService } from '@sluice/core/failure';

/**
 * The one table of LMDB's and the system's error numbers (lmdb.h, errno.h). All are retryable: an outage never turns an event into an
 * error record. The code tells operators what to mend.
 */
const codes = new Map([
  [28, 'StoreFull'], // ENOSPC
  [122, 'StoreFull'], // EDQUOT
  [27, 'StoreFull'], // EFBIG
  [-30792, 'StoreFull'], // MDB_MAP_FULL
  [-30790, 'TooManyReaders'], // MDB_READERS_FULL
  [24, 'TooManyOpenFiles'], // EMFILE
  [23, 'TooManyOpenFiles'], // ENFILE
]);

const inputOutputError = 5;
/** LMDB tells of a write that a full disk cut short as an input/output error: with less than this free (bytes) it is that. */
const fullBelow = 4 * 1024 * 1024;

/** MDB_PANIC: the environment saw a fatal error and must be opened again. */
export const isPanic = (error: unknown): boolean => numberOf(error) === -30795;

const numberOf = (error: unknown): number | undefined => {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (typeof error.code === 'number') return error.code;
  // Node's own file errors have a text as code and the number, negative, as errno.
  return 'errno' in error && typeof error.errno === 'number' ? -error.errno : undefined;
};

const isFull = (folder: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < fullBelow;
  } catch {
    return false;
  }
};

/** The failure that an error of LMDB or of a file is; `what` says what was tried. */
export const storeFailure = (error: unknown, folder: string, what: string): Failure => {
  const number = numberOf(error);
  const reason = error instanceof Error ? error.message : String(error);
  const known = number === undefined ? undefined : codes.get(number);
  const code = known ?? (number === inputOutputError && isFull(folder) ? 'StoreFull' : 'StoreUnavailable');
  const hint = code === 'StoreFull' ? `; free space on the disk of ${folder}, then it works again` : '';
  return { class: 'retryable', code, message: `cannot ${what}: ${reason}${hint}` };
};

/** The error of a read that the store could not answer. */
export const awayError = (error: unknown, folder: string, what: string): OutOfService =>
  new OutOfService(storeFailure(error, folder, what).message, { cause: error });
