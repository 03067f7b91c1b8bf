import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { DuckDBListValue, DuckDBMapValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import type { Plan, Write, Written } from '../plan/plan.ts';
import { literal, translated } from './duckdb-dialect.ts';

/** Rows of a group of a Parquet file: of a size that a reader skips by its least and greatest time. */
const groupRows = 122_880;

const formats: Readonly<Record<Write['format'], string>> = {
  parquet: `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows}`,
  // DuckDB's own JSON format takes no PARTITION_BY: lines of one column, neither quoted nor escaped. Its gzip takes 7 times as long as its zstd.
  json: `FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\n', COMPRESSION zstd`,
};
const endings: Readonly<Record<Write['format'], string>> = { parquet: 'parquet', json: 'json.zst' };

/** The rows of `COPY … (RETURN_STATS)`: file, rows, bytes, footer bytes, statistics of columns, partition values. */
type Stats = readonly DuckDBValue[];

const entriesOf = (value: DuckDBValue | undefined): readonly (readonly [string, DuckDBValue])[] =>
  value instanceof DuckDBMapValue ? value.entries.map(({ key, value: held }) => [String(key), held]) : [];

const numberIn = (entries: ReturnType<typeof entriesOf>, key: string): number =>
  Number(entries.find(([name]) => name === key)?.[1] ?? 0);

const writtenOf = (step: string, stats: Stats): Omit<Written, 'sha256'> => {
  const [path, rows, bytes, , columns, partitions] = stats;
  const timestamp = entriesOf(entriesOf(columns).find(([name]) => name === '"timestamp"')?.[1]);
  return {
    step,
    path: String(path),
    rows: Number(rows),
    bytes: Number(bytes),
    partitions: Object.fromEntries(entriesOf(partitions).map(([name, value]) => [name, String(value)])),
    firstTimestamp: numberIn(timestamp, 'min'),
    lastTimestamp: numberIn(timestamp, 'max'),
  };
};

/** A stream without an encoding gives buffers; its type does not tell. */
async function* chunksOf(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const part of stream) if (Buffer.isBuffer(part)) yield part;
}

/** What a file of JSON lines holds. Its lines are counted where DuckDB does not tell: it gives the rows of all files of a step together. */
const weigh = async (
  path: string,
  known: number | undefined,
): Promise<Pick<Written, 'rows' | 'bytes' | 'sha256'>> => {
  const digest = createHash('sha256');
  let bytes = 0;
  let rows = 0;
  const raw = async function* (): AsyncGenerator<Buffer> {
    for await (const part of chunksOf(createReadStream(path))) {
      digest.update(part);
      bytes += part.length;
      yield part;
    }
  };
  const contents = known === undefined ? chunksOf(Readable.from(raw()).pipe(createZstdDecompress())) : raw();
  for await (const part of contents)
    for (let at = part.indexOf(10); at >= 0; at = part.indexOf(10, at + 1)) rows++;
  return { rows: known ?? rows, bytes, sha256: digest.digest('hex') };
};

const partitionsIn = (path: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const part of path.split('/')) {
    const [name = '', value] = part.split('=');
    if (value !== undefined) found[name] = value;
  }
  return found;
};

const listOf = (value: DuckDBValue | undefined): readonly DuckDBValue[] =>
  value instanceof DuckDBListValue ? value.items : [];

/** Rows as JSON objects, beside the columns that they are divided by. */
const asJson = async (connection: DuckDBConnection, { sql, partitions }: Write): Promise<string> => {
  const described = (await connection.runAndReadAll(`DESCRIBE ${translated(sql)}`)).getRows();
  const columns = described.map(([name]) => String(name)).filter((name) => !partitions.includes(name));
  const members = columns.map((name) => `"${name}" := "${name}"`).join(', ');
  const kept = partitions.map((name) => `${name}, `).join('');
  return `SELECT ${kept}CAST(to_json(struct_pack(${members})) AS VARCHAR) AS json FROM (${translated(sql)})`;
};

/** Writes the rows of a step to new files, whose names hold the plan's run, and gives what each of them holds. */
export const writeFiles = async (
  connection: DuckDBConnection,
  plan: Plan,
  step: Write,
): Promise<readonly Written[]> => {
  await mkdir(step.folder, { recursive: true });
  const isDivided = step.partitions.length > 0;
  const options = [
    formats[step.format],
    ...(isDivided
      ? [
          `PARTITION_BY (${step.partitions.join(', ')}), OVERWRITE_OR_IGNORE true, FILENAME_PATTERN '${plan.run}-{i}'`,
        ]
      : []),
    `FILE_EXTENSION '${endings[step.format]}'`,
    step.format === 'json' ? 'RETURN_FILES true' : 'RETURN_STATS true',
  ];
  const target = isDivided ? step.folder : `${step.folder}/${plan.run}-${step.name}.${endings[step.format]}`;
  const rows = step.format === 'json' ? await asJson(connection, step) : translated(step.sql);
  const copy = `COPY (${rows}) TO ${literal(target)} (${options.join(', ')})`;
  const answers = (await connection.runAndReadAll(copy)).getRows();
  if (step.format === 'parquet')
    return answers.map((stats) => ({ ...writtenOf(step.name, stats), sha256: '' }));
  const written: Written[] = [];
  const paths = listOf(answers[0]?.[1]).map(String);
  const known = paths.length === 1 ? Number(answers[0]?.[0]) : undefined;
  for (const path of paths) {
    const file = {
      step: step.name,
      path,
      partitions: partitionsIn(path),
      firstTimestamp: 0,
      lastTimestamp: 0,
    };
    written.push({ ...file, ...(await weigh(path, known)) });
  }
  return written;
};
