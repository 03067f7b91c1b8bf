import { type Failure, OutOfService, SluiceError } from '@sluice/core/failure';

/** The one table of file errors: all are retryable (an outage never turns an event into an error record), the code tells operators which. */
const codes = new Map([
  ['ENOSPC', 'StoreFull'],
  ['EDQUOT', 'StoreFull'],
  ['EFBIG', 'StoreFull'],
  ['EMFILE', 'TooManyOpenFiles'],
  ['ENFILE', 'TooManyOpenFiles'],
]);

/** The system's code of an error (`ENOENT`), or the empty text when it has none. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** The failure that a file error is; `what` says what was tried, with the path. */
export const fileFailure = (error: unknown, what: string): Failure => {
  const reason = error instanceof Error ? error.message : String(error);
  const code = codes.get(errorCode(error)) ?? 'StoreUnavailable';
  return { class: 'retryable', code, message: `cannot ${what}: ${reason}` };
};

/** Runs an action on files; a file error becomes OutOfService, our own errors pass. */
export const onFiles = async <T>(what: string, action: () => Promise<T>): Promise<T> => {
  try {
    return await action();
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw new OutOfService(fileFailure(error, what).message, { cause: error });
  }
};

/** The action's answer, or undefined when the file or its folder is not there. */
export const ifThere = async <T>(action: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await action();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error))) return undefined;
    throw error;
  }
};
