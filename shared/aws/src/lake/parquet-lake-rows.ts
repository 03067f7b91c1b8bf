import { zstdDecompressSync } from 'node:zlib';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer, type RowGroup } from 'hyparquet';
import { digestOf, digestRange, type HeldHour, type HeldRow, type LakeRows } from '@sluice/core/books';
import { SluiceError } from '@sluice/core/failure';
import type { LakeFile } from '@sluice/core/lake';
import { hourOf, startOfHour } from '@sluice/core/time';
import type { ReadRange } from './s3-range.ts';

/** The lake's files are compressed so, and by nothing else. */
const compressors = { ZSTD: (bytes: Uint8Array): Uint8Array => zstdDecompressSync(bytes) };

const damaged = ({ key }: LakeFile, why: string, cause?: unknown): SluiceError =>
  new SluiceError(
    {
      class: 'ours',
      code: 'LakeDamaged',
      message: `the lake cannot be counted: the file ${key} ${why}; restore it from a backup of the bucket`,
    },
    { cause },
  );

const bufferOf = (file: LakeFile, read: ReadRange): AsyncBuffer => ({
  byteLength: file.bytes,
  slice: async (start, end = file.bytes) => {
    const bytes = await read(file.key, start, end);
    if (bytes === undefined) throw damaged(file, 'is gone');
    if (bytes.byteLength !== end - start) throw damaged(file, `is not of ${file.bytes} bytes any more`);
    return new Uint8Array(bytes).buffer;
  },
});

type Row = Readonly<Record<string, unknown>>;

/** Rows of one group of a file at a time: so many are in memory. */
async function* groups(
  file: LakeFile,
  columns: string[],
  read: ReadRange,
  wants: (group: RowGroup) => boolean = () => true,
): AsyncGenerator<readonly Row[]> {
  const buffer = bufferOf(file, read);
  try {
    const metadata = await parquetMetadataAsync(buffer);
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      if (wants(group))
        yield await parquetReadObjects({ file: buffer, metadata, columns, rowStart, rowEnd, compressors });
      rowStart = rowEnd;
    }
    if (rowStart !== file.rows) throw damaged(file, `has ${rowStart} rows instead of ${file.rows}`);
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw damaged(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

const textIn = (row: Row, name: string, file: LakeFile): string => {
  const value = row[name];
  if (typeof value === 'string') return value;
  throw damaged(file, `has a row without ${name}`);
};

const numberIn = (row: Row, name: string, file: LakeFile): number => {
  const value = row[name];
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  throw damaged(file, `has a row without ${name}`);
};

const hourMs = 3_600_000;

/** The hours of one file. */
const hoursOf = async (file: LakeFile, read: ReadRange): Promise<readonly HeldHour[]> => {
  const hours = new Map<number, { rows: number; digest: number }>();
  for await (const rows of groups(file, ['received_at', 'record_id', 'idx'], read))
    for (const row of rows) {
      const hour = Math.floor(numberIn(row, 'received_at', file) / hourMs);
      const held = hours.get(hour) ?? { rows: 0, digest: 0 };
      if (held.rows === 0) hours.set(hour, held);
      held.rows += 1;
      held.digest =
        (held.digest + digestOf(textIn(row, 'record_id', file), numberIn(row, 'idx', file))) % digestRange;
    }
  return [...hours].map(([hour, held]) => ({ metric: file.metric, hour: hourOf(hour * hourMs), ...held }));
};

/** Whether a group may have rows of these hours, by the least and greatest of `received_at` in its footer. */
const mayHave =
  (hours: ReadonlySet<string>) =>
  ({ columns }: RowGroup): boolean => {
    const column = columns.find(({ meta_data: of }) => of?.path_in_schema.join('.') === 'received_at');
    const { min_value: least, max_value: greatest } = column?.meta_data?.statistics ?? {};
    if (typeof least !== 'bigint' || typeof greatest !== 'bigint') return true;
    return [...hours].some(
      (hour) => startOfHour(hour) <= Number(greatest) && startOfHour(hour) + hourMs > Number(least),
    );
  };

const heldRow = (row: Row, file: LakeFile): HeldRow => ({
  metric: file.metric,
  sentName: textIn(row, 'sent_name', file),
  recordId: textIn(row, 'record_id', file),
  index: numberIn(row, 'idx', file),
  hour: hourOf(numberIn(row, 'received_at', file)),
  timestamp: numberIn(row, 'timestamp', file),
  eventId: textIn(row, 'event_id', file),
});

const rowColumns = ['sent_name', 'record_id', 'idx', 'received_at', 'timestamp', 'event_id'];

/**
 * Counts the rows of a lake whose files are read by ranges: their footer, and of each group of rows the columns that are needed. Pure
 * JavaScript, so that a function needs no engine; a million rows take some seconds of a processor.
 */
export const parquetLakeRows = (read: ReadRange): LakeRows => ({
  hours: async (files) => {
    const hours: HeldHour[] = [];
    for (const file of files) hours.push(...(await hoursOf(file, read)));
    return hours;
  },
  async *rows(files, hours) {
    if (hours.size === 0) return;
    for (const file of files)
      for await (const rows of groups(file, rowColumns, read, mayHave(hours)))
        yield rows.map((row) => heldRow(row, file)).filter(({ hour }) => hours.has(hour));
  },
});
