const unclosed = 'a quote is opened and never closed';
const misplaced = (column: number): string =>
  `column ${column} goes on after its closing quote; a quote inside of a cell is written twice`;

/** Finds the closing quote of a cell that begins at `from` (behind its opening quote); -1 when there is none. */
const closingQuote = (text: string, from: number): number => {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
};

/**
 * The cells of one row of CSV, which has no line end behind it any more.
 * @returns the cells, or what is wrong
 */
export const parseCells = (text: string, delimiter: string): readonly string[] | string => {
  if (!text.includes('"')) return text.split(delimiter);
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      if (close < 0) return unclosed;
      end = close + 1;
      if (end < text.length && text[end] !== delimiter) return misplaced(cells.length + 1);
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
    } else {
      const next = text.indexOf(delimiter, at);
      end = next < 0 ? text.length : next;
      cells.push(text.slice(at, end));
    }
    if (end >= text.length) return cells;
    at = end + 1;
  }
};
