import { Held, type Piece, type Splitter } from './piece.ts';

const newline = 0x0a;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0d;

const trimmed = (piece: Piece): Piece => {
  const { bytes } = piece;
  let start = 0;
  let end = bytes.length;
  while (start < end && isBlank(bytes[start] ?? 0)) start++;
  while (end > start && isBlank(bytes[end - 1] ?? 0)) end--;
  return { ...piece, bytes: bytes.subarray(start, end) };
};

/** Splits at line ends (NDJSON); blank lines are none. */
export const splitLines: Splitter = async function* (chunks, maxBytes) {
  const held = new Held(maxBytes);
  let line = 1;
  const take = (pieces: Piece[]): void => {
    const piece = trimmed(held.take(line++));
    if (piece.bytes.length > 0) pieces.push(piece);
  };
  for await (const chunk of chunks) {
    const pieces: Piece[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(newline, from);
      if (end < 0) break;
      held.add(chunk.subarray(from, end));
      take(pieces);
      from = end + 1;
    }
    held.add(chunk.subarray(from));
    yield pieces;
  }
  const last: Piece[] = [];
  take(last);
  yield last;
};
