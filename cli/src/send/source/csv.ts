import { isUtf8 } from 'node:buffer';
import { CliFailure } from '../../failure.ts';
import { parseCells } from './csv-cells.ts';
import { Held, type Piece, type Splitter } from './piece.ts';

const newline = 0x0a;
const quote = 0x22;

/**
 * Cuts CSV into rows: line ends outside of quotes. Bytes of a row that is one line are found by a quick search; only a row with quotes
 * is walked over. A quote counts by parity, which is exact for well-formed rows; the others are told by the cells' parser.
 */
async function* rowsOf(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<readonly Piece[]> {
  const held = new Held(maxBytes);
  let line = 1;
  let startLine = 1;
  let quoted = false;
  for await (const chunk of chunks) {
    const pieces: Piece[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(newline, from);
      const part = chunk.subarray(from, end < 0 ? chunk.length : end + 1);
      quoted = quoted !== hasOddQuotes(part);
      held.add(part);
      if (end < 0) break;
      from = end + 1;
      line++;
      if (quoted && !held.isTooLong) continue;
      pieces.push(held.take(startLine));
      startLine = line;
      quoted = false;
    }
    yield pieces;
  }
  if (!held.isEmpty) yield [held.take(startLine)];
}

const hasOddQuotes = (bytes: Buffer): boolean => {
  let odd = false;
  for (let at = bytes.indexOf(quote); at >= 0; at = bytes.indexOf(quote, at + 1)) odd = !odd;
  return odd;
};

const withoutEnd = (bytes: Buffer): Buffer => {
  let end = bytes.length;
  if (bytes[end - 1] === newline) end--;
  if (bytes[end - 1] === 0x0d) end--;
  return bytes.subarray(0, end);
};

/** Names of the columns. A column without a name gets one by its place: many tools write the row number so. */
const namesOf = (cells: readonly string[]): readonly string[] => {
  const names = cells.map((name, i) => (name.trim() === '' ? `column_${i + 1}` : name.trim()));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new CliFailure(
      `the first line of the CSV names the column ${JSON.stringify(twice)} twice; give each column its own name`,
    );
  return names;
};

/** The event of a row: texts only, since CSV tells no types; empty cells are left out. */
const eventOf = (keys: readonly string[], cells: readonly string[]): string => {
  let members = '';
  for (const [i, cell] of cells.entries())
    if (cell !== '') members += `${members === '' ? '' : ','}${keys[i] ?? ''}:${JSON.stringify(cell)}`;
  return `{${members}}`;
};

type Read = { readonly cells: readonly string[] } | { readonly fault: string };

const read = (piece: Piece, delimiter: string): Read => {
  if (piece.fault !== undefined) return { fault: piece.fault };
  if (!isUtf8(piece.bytes))
    return { fault: 'it is not UTF-8; convert the file first, for example with iconv -f latin1 -t utf8' };
  const cells = parseCells(withoutEnd(piece.bytes).toString('utf8'), delimiter);
  return typeof cells === 'string' ? { fault: cells } : { cells };
};

const made = (piece: Piece, keys: readonly string[], delimiter: string): Piece => {
  const got = read(piece, delimiter);
  if ('fault' in got) return { ...piece, fault: got.fault };
  if (got.cells.length !== keys.length) {
    const fault = `it has ${got.cells.length} cells, the first line names ${keys.length} columns`;
    return { ...piece, fault };
  }
  return { line: piece.line, bytes: Buffer.from(eventOf(keys, got.cells)) };
};

const header = (piece: Piece, delimiter: string): readonly string[] => {
  const got = read(piece, delimiter);
  if ('fault' in got)
    throw new CliFailure(`the first line of the CSV does not name the columns: ${got.fault}`);
  return namesOf(got.cells).map((name) => JSON.stringify(name));
};

/** Splits CSV (RFC 4180) into events; the first line names the fields. */
export const splitCsv = (delimiter: string): Splitter =>
  async function* (chunks, maxBytes) {
    let keys: readonly string[] | undefined;
    for await (const rows of rowsOf(chunks, maxBytes)) {
      const pieces: Piece[] = [];
      for (const piece of rows) {
        if (piece.fault === undefined && withoutEnd(piece.bytes).length === 0) continue;
        if (keys === undefined) keys = header(piece, delimiter);
        else pieces.push(made(piece, keys, delimiter));
      }
      yield pieces;
    }
  };
