import { limits } from '../layout/limits.ts';
import { CsvCutter, readColumns, type Columns } from './csv.ts';
import { FileFault } from './fault.ts';
import { LineCutter } from './lines.ts';
import type { Cutter, Place } from './piece.ts';
import { ValueCutter } from './values.ts';

/** What a file can hold. */
export const fileFormats = ['json', 'ndjson', 'csv'] as const;
export type FileFormat = (typeof fileFormats)[number];

export const isFileFormat = (text: string): text is FileFormat => fileFormats.some((one) => one === text);

/** How content is cut: decided once, by what is said of it and by how it begins. */
export type Plan =
  | { readonly form: 'list' | 'values' | 'lines'; readonly start: Place }
  | { readonly form: 'csv'; readonly start: Place; readonly columns: Columns | undefined };

/** How content begins. */
export interface Head {
  /** Its first bytes, decompressed: {@link headBytes} of them, or all. */
  readonly bytes: Buffer;
  /** There is no more. */
  readonly isWhole: boolean;
}

/** Enough for a long line of column names. */
export const headBytes = 65_536;

const delimiters = [',', ';', '\t'] as const;

const outsideQuotes = (line: string): string => line.replace(/"(?:[^"]|"")*"/g, '');

/** The delimiter that the first line holds most of. */
const delimiterOf = (firstLine: string): string | undefined => {
  const line = outsideQuotes(firstLine);
  const counts = delimiters.map((delimiter) => line.split(delimiter).length - 1);
  const most = Math.max(...counts);
  return most === 0 ? undefined : delimiters[counts.indexOf(most)];
};

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A JSON file: a list, or objects one after the other. Those that are one to a line are cut by line, which a bad one cannot disturb. */
const jsonForm = (head: string, firstLine: string): 'list' | 'values' | 'lines' => {
  if (head.trimStart().startsWith('[')) return 'list';
  return isJson(firstLine) ? 'lines' : 'values';
};

const byContent = (head: string, firstLine: string): FileFormat | undefined => {
  if (/^\s*(\[|\{|$)/.test(head)) return 'json';
  return delimiterOf(firstLine) === undefined ? undefined : 'csv';
};

/** What the ending of a file's name says of it, `.gz` aside. */
export const formatByName = (name: string): FileFormat | undefined => {
  const bare = name.toLowerCase().replace(/\.(gz|gzip)$/, '');
  if (/\.(csv|tsv)$/.test(bare)) return 'csv';
  if (/\.(ndjson|jsonl)$/.test(bare)) return 'ndjson';
  return bare.endsWith('.json') ? 'json' : undefined;
};

/** A UTF-8 byte order mark, which other tools write and JSON does not allow, is skipped. */
const startOf = (bytes: Buffer): Place => {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff')
    throw new FileFault(
      'Utf16',
      'the file is UTF-16; convert it first, for example with iconv -f utf-16 -t utf8',
    );
  return { offset: bytes.subarray(0, 3).toString('hex') === 'efbbbf' ? 3 : 0, line: 1 };
};

/**
 * Decides how to cut content: as it is told to, else by how it begins.
 * @throws FileFault when it is neither JSON nor CSV, or has no usable first line of CSV
 */
export const planFor = ({ bytes, isWhole }: Head, told?: FileFormat): Plan => {
  const start = startOf(bytes);
  const text = bytes.subarray(start.offset).toString('utf8');
  const firstLine = (text.trimStart().split(/\r?\n/, 1)[0] ?? '').trim();
  const format = told ?? byContent(text, firstLine);
  switch (format) {
    case 'json':
      return { form: jsonForm(text, firstLine), start };
    case 'ndjson':
      return { form: 'lines', start };
    case 'csv': {
      const columns = readColumns(bytes, start, delimiterOf(firstLine) ?? ',', isWhole);
      return { form: 'csv', start: columns?.rows ?? start, columns };
    }
    case undefined:
      throw new FileFault(
        'UnknownFormat',
        'the file begins neither like JSON nor like CSV; say what it holds by its ending (.json, .ndjson, .csv) or by its content type',
      );
  }
};

/** Nothing to cut. */
const nothing: Cutter = { read: () => [], finish: () => [] };

/** The cutter of a plan, for content from `place` on. A piece longer than `maxBytes` is refused without being held. */
export const cutterFor = (plan: Plan, place: Place, maxBytes: number = limits.eventBytes): Cutter => {
  switch (plan.form) {
    case 'list':
      return new ValueCutter(true, place, maxBytes);
    case 'values':
      return new ValueCutter(false, place, maxBytes);
    case 'lines':
      return new LineCutter(place, maxBytes);
    case 'csv':
      return plan.columns === undefined ? nothing : new CsvCutter(plan.columns, place, maxBytes);
  }
};
