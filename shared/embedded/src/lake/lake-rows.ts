import path from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import type { HeldHour, HeldRow, LakeRows } from '@sluice/core/books';
import { digestRange } from '@sluice/core/books';
import { OutOfService, SluiceError } from '@sluice/core/failure';
import type { LakeFile } from '@sluice/core/lake';
import { hourOf, startOfHour } from '@sluice/core/time';

/** Files named in a statement. */
const filesAtOnce = 500;
const hourMs = 3_600_000;

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const source = (root: string, files: readonly LakeFile[]): string =>
  `read_parquet([${files.map(({ key }) => literal(path.join(root, key))).join(', ')}], union_by_name = true, hive_partitioning = true,
    hive_types = {'tenant': VARCHAR, 'metric': VARCHAR, 'day': VARCHAR})`;

const hoursSql = (from: string): string =>
  `SELECT metric, received_at // ${hourMs} AS hour, count(*) AS held, sum(CAST('0x' || substr(md5(record_id || ':' || idx), 1, 8) AS BIGINT)) AS digest
FROM ${from} GROUP BY ALL`;

const rowsSql = (from: string, hours: ReadonlySet<string>): string =>
  `SELECT metric, sent_name, record_id, idx, received_at, "timestamp", event_id FROM ${from}
WHERE received_at // ${hourMs} IN (${[...hours].map((hour) => startOfHour(hour) / hourMs).join(', ')})`;

/** No column that is asked for is nested. */
const text = (value: Json | undefined): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

const heldHour = ([metric, hour, rows, digest]: readonly Json[]): HeldHour => ({
  metric: text(metric),
  hour: hourOf(Number(hour) * hourMs),
  rows: Number(rows),
  digest: Number(BigInt(text(digest)) % BigInt(digestRange)),
});

const heldRow = ([
  metric,
  name,
  recordId,
  index,
  receivedAt,
  timestamp,
  eventId,
]: readonly Json[]): HeldRow => ({
  metric: text(metric),
  sentName: text(name),
  recordId: text(recordId),
  index: Number(index),
  hour: hourOf(Number(receivedAt)),
  timestamp: Number(timestamp),
  eventId: text(eventId),
});

const failed = (error: unknown): SluiceError => {
  const message = error instanceof Error ? error.message : String(error);
  if (/Out of Memory|Too many open files/i.test(message))
    return new OutOfService(`the lake cannot be counted now: ${message}`, { cause: error });
  return new SluiceError(
    { class: 'ours', code: 'LakeDamaged', message: `the lake cannot be counted: ${message}` },
    { cause: error },
  );
};

const open = async () => {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '512MB', threads: '2' });
  const connection = await instance.connect();
  return {
    connection,
    close: () => {
      connection.disconnectSync();
      instance.closeSync();
    },
  };
};

const grouped = (files: readonly LakeFile[]): readonly (readonly LakeFile[])[] =>
  Array.from({ length: Math.ceil(files.length / filesAtOnce) }, (_, i) =>
    files.slice(i * filesAtOnce, (i + 1) * filesAtOnce),
  );

async function* streamed(
  root: string,
  files: readonly LakeFile[],
  sqlOf: (from: string) => string,
): AsyncGenerator<readonly (readonly Json[])[]> {
  const { connection, close } = await open();
  try {
    for (const some of grouped(files))
      yield* (await connection.stream(sqlOf(source(root, some)))).yieldRowsJson();
  } catch (error) {
    throw failed(error);
  } finally {
    close();
  }
}

/**
 * Counts the rows of a lake on this machine, with an engine that lives for the question.
 * @param folder what the object store was opened with
 */
export const embeddedLakeRows = (folder: string): LakeRows => {
  const root = path.resolve(folder);
  return {
    hours: async (files) => {
      const hours: HeldHour[] = [];
      for await (const rows of streamed(root, files, hoursSql)) hours.push(...rows.map(heldHour));
      return hours;
    },
    async *rows(files, hours) {
      if (hours.size === 0) return;
      for await (const rows of streamed(root, files, (from) => rowsSql(from, hours))) yield rows.map(heldRow);
    },
  };
};
