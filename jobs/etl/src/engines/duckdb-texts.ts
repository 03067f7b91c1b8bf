import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';

const newline = 10;

/** DuckDB takes a text as C does: a zero would end it. What is no text of JSON is kept as base64, as error records keep it. */
const texted = (bytes: Buffer): string =>
  isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : bytes.toString('base64');

/** The lines of a gzip file, whatever they are; blank ones are left out. Each was seen to be no longer than `archiveLineBytes`. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let held: Buffer[] = [];
  const chunks: AsyncIterable<unknown> = createReadStream(path).pipe(createGunzip());
  for await (const chunk of chunks) {
    if (!Buffer.isBuffer(chunk)) continue;
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      const line = texted(Buffer.concat([...held, chunk.subarray(from, at)]));
      if (line !== '') yield line;
      held = [];
      from = at + 1;
    }
    held.push(chunk.subarray(from));
  }
  const last = texted(Buffer.concat(held));
  if (last !== '') yield last;
}

/** Appended so many at a time, which bounds what the appender holds. */
const rowsAtOnce = 10_000;

const append = async (appender: DuckDBAppender, path: string): Promise<void> => {
  let rows = 0;
  for await (const line of linesOf(path)) {
    appender.appendVarchar(line);
    appender.endRow();
    if (++rows % rowsAtOnce === 0) appender.flushSync();
  }
};

/**
 * Makes a table of the lines of gzip files as they are, in the column `value`. Not by DuckDB's readers: of CSV ends at a line that is no
 * UTF-8 or has a carriage return, and that of JSON takes a line that is cut behind a colon together with the next one.
 */
export const loadTexts = async (
  connection: DuckDBConnection,
  name: string,
  paths: readonly string[],
): Promise<void> => {
  await connection.run(`CREATE OR REPLACE TEMP TABLE ${name} (value VARCHAR)`);
  const appender = await connection.createAppender(name, 'main', 'temp');
  try {
    for (const path of paths) await append(appender, path);
  } finally {
    appender.closeSync();
  }
};
