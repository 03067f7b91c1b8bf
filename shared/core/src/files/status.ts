import type { TenantId } from '../layout/ids.ts';
import type { LineError, NamedFile, SplitFile } from './documents.ts';
import type { FileStates } from './states.ts';

/**
 * `expected`: an address was given, nothing came yet. `received`: it is being read to find out whether it was here before. `splitting`:
 * events go out. `done`: all of it was read; single lines may have been refused. `failed`: it could not be read to its end; what came
 * before is stored, and sending the file again goes on from there.
 */
export type FileStateName = 'expected' | 'received' | 'splitting' | 'done' | 'failed';

/** What a client is told of a file (API.md 4). */
export interface FileStatus {
  readonly file: string;
  readonly state: FileStateName;
  /** Epoch ms, that of its events: when the file was received first. Null while it is expected. */
  readonly receivedAt: number | null;
  readonly events: {
    /** Lines, rows or elements read so far. */
    readonly read: number;
    /** Taken by the stream. */
    readonly stored: number;
    /** Refused: each is an error record. */
    readonly rejected: number;
    /** Not stored again: the same file was there before under another name. */
    readonly duplicate: number;
  };
  /** The first refused lines, at most 1,000; then why the file failed. */
  readonly errors: readonly Pick<LineError, 'line' | 'code' | 'message'>[];
}

const nothingRead = { read: 0, stored: 0, rejected: 0, duplicate: 0 };

const unsplit = ({ file, receivedAt, failure }: NamedFile): FileStatus => ({
  file,
  state: failure !== undefined ? 'failed' : receivedAt === undefined ? 'expected' : 'received',
  receivedAt: receivedAt ?? null,
  events: nothingRead,
  errors: failure === undefined ? [] : [{ line: 0, code: failure.code, message: failure.reason }],
});

const split = ({ file }: NamedFile, known: SplitFile, errors: readonly LineError[]): FileStatus => {
  const { read, stored, rejected } = known.counts;
  const isFirst = known.file === file;
  const { failure, place } = known;
  const failed =
    failure === undefined ? [] : [{ line: place?.line ?? 1, code: failure.code, message: failure.reason }];
  return {
    file,
    state: known.state,
    receivedAt: known.receivedAt,
    events: { read, stored: isFirst ? stored : 0, rejected, duplicate: isFirst ? 0 : stored },
    errors: [...errors.map(({ line, code, message }) => ({ line, code, message })), ...failed],
  };
};

/** The status of a tenant's file; undefined when nothing has its name. */
export const statusOf = async (
  states: FileStates,
  tenant: TenantId,
  file: string,
): Promise<FileStatus | undefined> => {
  const { document: named } = await states.named(tenant, file);
  if (named?.id === undefined) return named && unsplit(named);
  const { document: known } = await states.split(tenant, named.id);
  return known === undefined ? unsplit(named) : split(named, known, await states.errors(tenant, named.id));
};
