import { mkdir, open, rename, rm, utimes, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SluiceError } from '@sluice/core/failure';
import { FileFault, type FileBytes } from '@sluice/core/files';
import type { LakeFile } from '@sluice/core/lake';
import { SqlError } from '../sql-session.ts';

const unreadable = ({ key }: LakeFile, why: string): SqlError =>
  new SqlError('58030', `a file of the lake cannot be read: ${key} ${why}; ask the operator`);

/** What begins and ends a Parquet file. */
const magic = Buffer.from('PAR1');

const isParquet = async (handle: FileHandle, size: number): Promise<boolean> => {
  for (const at of [0, size - magic.length]) {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, at);
    if (bytesRead < magic.length || !buffer.equals(magic)) return false;
  }
  return true;
};

const write = async (handle: FileHandle, file: LakeFile, files: FileBytes): Promise<void> => {
  let size = 0;
  for await (const part of files.read({ kind: 'own', key: file.key }, 0, '')) {
    size += part.byteLength;
    // Not a byte more than there is room for.
    if (size > file.bytes) break;
    await handle.writeFile(part);
  }
  if (size !== file.bytes)
    throw unreadable(
      file,
      `has ${size > file.bytes ? 'more than ' : ''}${Math.min(size, file.bytes)} bytes, and was written with ${file.bytes}`,
    );
  if (!(await isParquet(handle, size))) throw unreadable(file, 'is not the Parquet file that was written');
};

const failureOf = (error: unknown, file: LakeFile): unknown => {
  if (error instanceof FileFault) return unreadable(file, 'is gone');
  if (error instanceof SqlError || error instanceof SluiceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new SqlError('53100', `no room for the file ${file.key} of the lake: ${reason}`);
};

/**
 * Has a file of the lake at a path, whole: it has another name until then. Throws SqlError 58030 that names the file when it is gone or not what
 * the log says of it, 53100 when it cannot be written here, and OutOfService.
 * @param stamp its time, s; another each time, because DuckDB keeps what it read of a path as long as the path has the same time to the second
 */
export const download = async (
  files: FileBytes,
  file: LakeFile,
  { path, stamp }: { readonly path: string; readonly stamp: number },
): Promise<void> => {
  const arriving = `${path}.arriving`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const handle = await open(arriving, 'w+', 0o600);
    try {
      await write(handle, file, files);
    } finally {
      await handle.close();
    }
    await utimes(arriving, stamp, stamp);
    await rename(arriving, path);
  } catch (error) {
    await rm(arriving, { force: true }).catch(() => undefined);
    throw failureOf(error, file);
  }
};
