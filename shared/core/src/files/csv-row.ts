/** Bytes of CSV that mean something. */
const newline = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;

/**
 * Where the row ends that begins at `start` (behind its line end). `open`: not within these bytes, more may tell. `broken`: its quotes
 * are none of CSV.
 */
export type RowEnd = { readonly end: number } | 'open' | 'broken';

/** Behind the closing quote of a cell that was opened before `at`: undefined when it is not there, or more bytes may double it. */
const behindQuote = (data: Buffer, at: number, isLast: boolean): number | undefined => {
  let found = data.indexOf(quote, at);
  while (found >= 0 && data[found + 1] === quote) found = data.indexOf(quote, found + 2);
  if (found < 0 || (found + 1 === data.length && !isLast)) return undefined;
  return found + 1;
};

/** Behind a cell: what comes must be a delimiter or the line's end, which may be `\r\n`. */
const isLineEnd = (data: Buffer, at: number): boolean =>
  data[at] === newline || (data[at] === carriageReturn && data[at + 1] === newline);

/**
 * Finds the end of a row (RFC 4180): line ends inside of quoted cells belong to it. A quote opens a cell only as its first character.
 * @param data what is known of the content from the row's start on; what it holds is decided by its bytes alone
 * @param isLast whether the content ends with these bytes
 */
export const findRowEnd = (data: Buffer, start: number, delimiter: number, isLast: boolean): RowEnd => {
  let at = start;
  for (;;) {
    if (data[at] !== quote) {
      while (at < data.length && data[at] !== delimiter && data[at] !== newline) at++;
      if (at >= data.length) return isLast ? { end: data.length } : 'open';
      if (data[at] === newline) return { end: at + 1 };
      at++;
      continue;
    }
    const behind = behindQuote(data, at + 1, isLast);
    if (behind === undefined) return isLast ? 'broken' : 'open';
    if (data[behind] === delimiter) at = behind + 1;
    else if (behind >= data.length) return { end: data.length };
    else if (isLineEnd(data, behind)) return { end: data.indexOf(newline, behind) + 1 };
    else if (data[behind] === carriageReturn && behind + 1 >= data.length)
      return isLast ? { end: data.length } : 'open';
    else return 'broken';
  }
};

/** The bytes without the line end behind them. */
export const withoutLineEnd = (bytes: Buffer): Buffer => {
  let end = bytes.length;
  if (bytes[end - 1] === newline) end--;
  if (bytes[end - 1] === carriageReturn) end--;
  return bytes.subarray(0, end);
};
