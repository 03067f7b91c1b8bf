import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import type { PGlite } from '@electric-sql/pglite';
import type { ObjectStore } from '@sluice/core/ports';

/** The bucket that the stand-in's URLs are in. */
export const standInBucket = 's3://bucket/';

const statement =
  /^COPY ("[^"]+") \(([^)]+)\) FROM 's3:\/\/bucket\/([^']+)' IAM_ROLE '[^']+' FORMAT AS JSON 'auto' (GZIP|ZSTD) MANIFEST MAXERROR 0( COMPUPDATE OFF)?( STATUPDATE OFF)?$/;

interface Entry {
  readonly url: string;
  readonly mandatory?: boolean;
}

export const isCopy = (sql: string): boolean => sql.startsWith('COPY ');

const failed = (stage: string, reason: string): Error =>
  new Error(`Load into table '${stage.replaceAll('"', '')}' failed. ${reason}`);

const linesOf = (stage: string, url: string, body: Uint8Array, packing: string): string[] => {
  try {
    return (packing === 'ZSTD' ? zstdDecompressSync : gunzipSync)(body)
      .toString('utf8')
      .split('\n')
      .filter((line) => line.trim() !== '');
  } catch (error) {
    throw failed(stage, `${url}: gzip: ${(error as Error).message}`);
  }
};

/** Entries are read in order; one that is listed twice is loaded twice, and an absent one is skipped unless it is mandatory. */
const readAll = async (
  stage: string,
  objects: ObjectStore,
  entries: readonly Entry[],
  packing: string,
): Promise<string[]> => {
  const lines: string[] = [];
  for (const { url, mandatory = false } of entries) {
    const body = await objects.get(url.slice(standInBucket.length));
    if (body !== undefined) for (const line of linesOf(stage, url, body, packing)) lines.push(line);
    else if (mandatory) throw failed(stage, `The specified S3 object ${url} does not exist: NoSuchKey`);
  }
  return lines;
};

/** Sizes of VARCHAR are in bytes on Redshift, in characters on PostgreSQL. */
const checkBytes = async (pg: PGlite, stage: string): Promise<void> => {
  const { rows } = await pg.query<{ name: string; bytes: number }>(
    `SELECT attname AS name, atttypmod - 4 AS bytes FROM pg_attribute WHERE attrelid = '${stage}'::regclass AND atttypid = 'varchar'::regtype AND attnum > 0`,
  );
  if (rows.length === 0) return;
  const tests = rows.map(({ name, bytes }) => `octet_length("${name}") > ${bytes}`).join(' OR ');
  const found = await pg.query(`SELECT 1 FROM ${stage} WHERE ${tests} LIMIT 1`);
  if (found.rows.length > 0) throw failed(stage, 'String length exceeds DDL length');
};

/** A string within a SUPER is a VARCHAR, whatever the SUPER's own size (AWS-FACTS 1.9). */
const checkStrings = (stage: string, lines: readonly string[]): void => {
  const longest = (value: unknown): number => {
    if (typeof value === 'string') return Buffer.byteLength(value);
    return typeof value === 'object' && value !== null
      ? Math.max(0, ...Object.values(value).map(longest))
      : 0;
  };
  for (const line of lines)
    if (line.length > 65_535 / 4 && longest(JSON.parse(line)) > 65_535)
      throw failed(stage, 'String length exceeds DDL length');
};

/** COPY from a manifest in the object store. Throws with Redshift's words. */
export const copy = async (pg: PGlite, objects: ObjectStore, sql: string): Promise<void> => {
  const [, stage = '', columns = '', key = '', packing = ''] = statement.exec(sql) ?? [];
  if (stage === '') throw new Error(`syntax error: the stand-in reads no such COPY: ${sql.slice(0, 200)}`);
  const manifest = await objects.get(key);
  if (manifest === undefined) throw failed(stage, `the manifest ${key} does not exist: NoSuchKey`);
  const { entries } = JSON.parse(Buffer.from(manifest).toString()) as { entries: Entry[] };
  const lines = await readAll(stage, objects, entries, packing);
  checkStrings(stage, lines);
  for (let at = 0; at < lines.length; at += 5_000)
    try {
      const rows = `[${lines.slice(at, at + 5_000).join(',')}]`;
      await pg.query(
        `INSERT INTO ${stage} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${stage}, $1::json)`,
        [rows],
      );
    } catch (error) {
      throw failed(stage, `Check 'sys_load_error_detail': ${(error as Error).message}`);
    }
  await checkBytes(pg, stage);
};
