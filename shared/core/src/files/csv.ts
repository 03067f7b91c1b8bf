import { isUtf8 } from 'node:buffer';
import type { Reason } from '../interpret/index.ts';
import { parseCells } from './csv-cells.ts';
import { findRowEnd, withoutLineEnd } from './csv-row.ts';
import { FileFault } from './fault.ts';
import { beginning, tooLong, type Cutter, type Piece, type Place } from './piece.ts';

const newline = 0x0a;
const quoteText = '"';

/** What the first row of CSV says of the others. */
export interface Columns {
  readonly delimiter: string;
  /** Names of the columns, each as a JSON string. */
  readonly keys: readonly string[];
  /** Where the rows begin. */
  readonly rows: Place;
}

const notUtf8 = {
  code: 'NotUtf8',
  reason: 'it is not UTF-8; convert the file first, for example with iconv -f latin1 -t utf8',
};

const cellsOf = (row: Buffer, delimiter: string): readonly string[] | Reason => {
  if (!isUtf8(row)) return notUtf8;
  const cells = parseCells(withoutLineEnd(row).toString('utf8'), delimiter);
  return typeof cells === 'string' ? { code: 'BrokenQuote', reason: cells } : cells;
};

const isReason = (read: readonly string[] | Reason): read is Reason => 'code' in read;

/** A column without a name gets one by its place: many tools write the row number so. */
const namesOf = (cells: readonly string[]): readonly string[] => {
  const names = cells.map((name, i) => (name.trim() === '' ? `column_${i + 1}` : name.trim()));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new FileFault(
      'ColumnTwice',
      `the first line of the CSV names the column ${JSON.stringify(twice.slice(0, 100))} twice; give each column its own name`,
    );
  return names;
};

/** Behind the blank lines at the beginning. */
const skipBlankLines = (head: Buffer, from: Place): Place => {
  let { offset, line } = from;
  for (;;) {
    const end = head.indexOf(newline, offset);
    if (end < 0 || withoutLineEnd(head.subarray(offset, end + 1)).length > 0) return { offset, line };
    offset = end + 1;
    line++;
  }
};

const linesIn = (bytes: Buffer): number => {
  let lines = 0;
  for (let at = bytes.indexOf(newline); at >= 0; at = bytes.indexOf(newline, at + 1)) lines++;
  return lines;
};

/**
 * Reads the names of the columns.
 * @param head the beginning of the content
 * @param isWhole whether the content ends with it
 * @returns undefined when the content is empty
 * @throws FileFault when they cannot be read, or one comes twice
 */
export const readColumns = (
  head: Buffer,
  from: Place,
  delimiter: string,
  isWhole: boolean,
): Columns | undefined => {
  const { offset, line } = skipBlankLines(head, from);
  if (offset >= head.length) return undefined;
  const found = findRowEnd(head, offset, delimiter.charCodeAt(0), isWhole);
  if (found === 'open')
    throw new FileFault(
      'HeaderTooLong',
      `the first line of the CSV, with the names of the columns, does not end within ${head.length} bytes`,
    );
  const end = found === 'broken' ? head.length : found.end;
  const row = head.subarray(offset, end);
  const cells = cellsOf(row, delimiter);
  if (isReason(cells))
    throw new FileFault(cells.code, `the first line of the CSV does not name the columns: ${cells.reason}`);
  const keys = namesOf(cells).map((name) => JSON.stringify(name));
  return { delimiter, keys, rows: { offset: end, line: line + linesIn(row) } };
};

/** The event of a row: texts only, since CSV tells no types; empty cells are left out. */
const eventOf = (keys: readonly string[], cells: readonly string[]): string => {
  let members = '';
  for (const [i, cell] of cells.entries())
    if (cell !== '') members += `${members === '' ? '' : ','}${keys[i] ?? ''}:${JSON.stringify(cell)}`;
  return `{${members}}`;
};

/**
 * Cuts CSV (RFC 4180) into events. A row of several lines that turns out to be none, because a quote is broken, is refused with its
 * first line alone: cutting goes on at the second, so that one broken quote takes no good rows with it.
 */
export class CsvCutter implements Cutter {
  readonly #columns: Columns;
  readonly #delimiter: number;
  readonly #maxBytes: number;
  /** From the start of the row under way on. */
  #rest: Buffer = Buffer.alloc(0);
  #offset: number;
  #line: number;
  /** The beginning of a line that is too long, of which the rest is skipped. */
  #skipped: { readonly offset: number; readonly bytes: Buffer } | undefined;

  constructor(columns: Columns, { offset, line }: Place, maxBytes: number) {
    this.#columns = columns;
    this.#delimiter = columns.delimiter.charCodeAt(0);
    this.#maxBytes = maxBytes;
    this.#offset = offset;
    this.#line = line;
  }

  read(chunk: Buffer): readonly Piece[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    return this.#cut(false);
  }

  finish(): readonly Piece[] {
    const pieces = this.#cut(true);
    return this.#skipped === undefined ? pieces : [...pieces, this.#endSkipped()];
  }

  #cut(isLast: boolean): readonly Piece[] {
    const pieces: Piece[] = [];
    const data = this.#rest;
    let from = 0;
    while (from < data.length) {
      const taken = this.#take(data.subarray(from), isLast, pieces);
      if (taken === 0) break;
      from += taken;
    }
    // A copy: a view would keep the whole chunk.
    this.#rest = from === 0 ? data : Buffer.from(data.subarray(from));
    return pieces;
  }

  /** @returns how many bytes at the beginning are done with; 0 when more are needed */
  #take(data: Buffer, isLast: boolean, pieces: Piece[]): number {
    const newlineAt = data.indexOf(newline);
    const lineBytes = newlineAt < 0 ? data.length : newlineAt + 1;
    if (this.#skipped !== undefined) {
      this.#offset += lineBytes;
      if (newlineAt >= 0) pieces.push(this.#endSkipped());
      return lineBytes;
    }
    if (lineBytes > this.#maxBytes) return this.#tooLong(data, lineBytes, newlineAt >= 0, pieces);
    if (newlineAt < 0 && !isLast) return 0;
    if (!data.subarray(0, lineBytes).includes(quoteText)) return this.#row(data, lineBytes, pieces);
    const view = data.subarray(0, this.#maxBytes);
    const isWhole = isLast && view.length === data.length;
    const found = findRowEnd(view, 0, this.#delimiter, isWhole);
    if (found === 'open' && view.length < this.#maxBytes) return 0;
    return this.#row(data, typeof found === 'string' ? lineBytes : found.end, pieces);
  }

  #tooLong(data: Buffer, lineBytes: number, isEnded: boolean, pieces: Piece[]): number {
    this.#skipped = { offset: this.#offset, bytes: beginning(data, this.#maxBytes) };
    this.#offset += lineBytes;
    if (isEnded) pieces.push(this.#endSkipped());
    return lineBytes;
  }

  #endSkipped(): Piece {
    const { offset, bytes } = this.#skipped ?? { offset: this.#offset, bytes: Buffer.alloc(0) };
    this.#skipped = undefined;
    const line = this.#line++;
    const next = { offset: this.#offset, line: this.#line };
    return { line, offset, bytes, fault: tooLong(this.#maxBytes), next };
  }

  /** Takes a row of so many bytes; or, when it is none, its first line. */
  #row(data: Buffer, length: number, pieces: Piece[]): number {
    const row = data.subarray(0, length);
    const cells = this.#cells(row);
    const newlineAt = isReason(cells) ? row.indexOf(newline) + 1 : 0;
    const taken = newlineAt > 0 ? newlineAt : length;
    const line = this.#line;
    const offset = this.#offset;
    this.#offset += taken;
    this.#line += isReason(cells) ? 1 : linesIn(row);
    const next = { offset: this.#offset, line: this.#line };
    if (isReason(cells))
      pieces.push({ line, offset, bytes: withoutLineEnd(row.subarray(0, taken)), fault: cells, next });
    else if (withoutLineEnd(row).length > 0)
      pieces.push({ line, offset, bytes: Buffer.from(eventOf(this.#columns.keys, cells)), next });
    return taken;
  }

  #cells(row: Buffer): readonly string[] | Reason {
    const { delimiter, keys } = this.#columns;
    if (withoutLineEnd(row).length === 0) return [];
    const cells = cellsOf(row, delimiter);
    if (isReason(cells) || cells.length === keys.length) return cells;
    const reason = `it has ${cells.length} cells, the first line names ${keys.length} columns`;
    return { code: 'CellCount', reason };
  }
}
