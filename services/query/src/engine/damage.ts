import { literal } from './duckdb.ts';
import { handle, type Engine } from './engine.ts';
import { failureOf, unreadableLakeFile } from './failures.ts';
import type { Answers, Request } from './protocol.ts';

/** Files of the lake that a request may have read. */
const readBy = ({ statements }: Engine, request: Request): readonly string[] => {
  if ('there' in request) return request.there;
  return 'statement' in request ? (statements.get(request.statement)?.reads ?? []) : [];
};

/** The first of some files that cannot be read to its end. */
const damagedOf = async ({ instance }: Engine, paths: readonly string[]): Promise<string | undefined> => {
  const connection = await instance.connect();
  try {
    for (const path of paths) {
      const read = `SELECT max(hash(held)) FROM read_parquet(${literal(path)}, hive_partitioning = false) held`;
      if (
        await connection.run(read).then(
          () => false,
          () => true,
        )
      )
        return path;
    }
    return undefined;
  } finally {
    connection.disconnectSync();
  }
};

/**
 * As {@link handle}; where DuckDB fails on what it reads and does not say on which file, each is looked at, so that the error names the one
 * that somebody must restore.
 */
export const handleNaming = async (engine: Engine, request: Request): Promise<Answers[Request['op']]> => {
  try {
    return await handle(engine, request);
  } catch (error) {
    const paths = readBy(engine, request);
    if (paths.length === 0 || !failureOf(error).sqlstate.startsWith('XX')) throw error;
    const path = await damagedOf(engine, paths);
    throw path === undefined ? error : unreadableLakeFile(path, error);
  }
};
