import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Chunk, ObjectStore } from '@sluice/core/ports';
import { SqlError } from '../sql-session.ts';

/** Files by which chunks go from the service to a tenant's engine: concatenated gzip members are a valid gzip file. */
export interface Spool {
  readonly folder: string;
  readonly tempFolder: string;
  /** Writes bodies to `files` files, so that the engine reads them side by side; gives their paths. */
  write(bodies: readonly Uint8Array[], files: number): Promise<readonly string[]>;
  remove(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const deal = (bodies: readonly Uint8Array[], files: number): readonly (readonly Uint8Array[])[] => {
  const per = Math.ceil(bodies.length / files);
  return Array.from({ length: files }, (_, i) => bodies.slice(i * per, (i + 1) * per)).filter(
    (part) => part.length > 0,
  );
};

const put = async (path: string, body: Uint8Array): Promise<void> => {
  try {
    await writeFile(path, body, { mode: 0o600 });
  } catch (error) {
    throw new SqlError(
      '53100',
      `no room for the query's files: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

/** Where a tenant's engine has its files: `in` is best in memory, `spill` never is, for an engine spills when memory is short. */
export interface EngineFolders {
  readonly in: string;
  readonly spill: string;
}

/** Makes the folders of one tenant, empty. */
export const openSpool = async ({ in: folder, spill: tempFolder }: EngineFolders): Promise<Spool> => {
  const remove = async (): Promise<void> => {
    for (const path of [folder, tempFolder]) await rm(path, { recursive: true, force: true });
  };
  await remove();
  for (const path of [folder, tempFolder]) await mkdir(path, { recursive: true, mode: 0o700 });
  let next = 1;
  return {
    folder,
    tempFolder,
    write: async (bodies, files) => {
      const paths: string[] = [];
      for (const part of deal(bodies, files)) {
        const path = join(folder, `${next++}.json.gz`);
        paths.push(path);
        await put(path, Buffer.concat(part));
      }
      return paths;
    },
    remove: async (paths) => {
      for (const path of paths) await rm(path, { force: true });
    },
    close: remove,
  };
};

/** The chunk's lines, from the item or, when they are too large for it, from the object store. */
export const bodyOf = async (chunk: Chunk, objects: ObjectStore): Promise<Uint8Array> => {
  if (chunk.pointer === undefined) return chunk.body;
  const body = await objects.get(chunk.pointer);
  if (body === undefined)
    throw new SqlError('58030', `a large event cannot be read: the object ${chunk.pointer} is missing`);
  return body;
};
