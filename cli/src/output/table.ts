import { printable, widthOf } from './width.ts';

/** A cell as it is shown; numbers stand to the right. */
export interface Cell {
  readonly text: string;
  readonly right: boolean;
}

/** A text cell. */
export const left = (text: string): Cell => ({ text: printable(text), right: false });
/** A number cell. */
export const right = (value: number | string): Cell => ({ text: String(value), right: true });

/** The columns of a table, sized for what was seen so far. */
export interface Columns {
  readonly names: readonly string[];
  readonly widths: readonly number[];
}

const pad = (text: string, width: number, toRight: boolean): string => {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(text)));
  return toRight ? blanks + text : text + blanks;
};

/** Sizes columns for their names and the rows at hand. */
export const measure = (names: readonly string[], rows: readonly (readonly Cell[])[]): Columns => {
  const shown = names.map(printable);
  return {
    names: shown,
    widths: shown.map((name, i) =>
      rows.reduce((most, row) => Math.max(most, widthOf(row[i]?.text ?? '')), widthOf(name)),
    ),
  };
};

/** The names and the rule below them. */
export const head = ({ names, widths }: Columns): string => {
  const line = names
    .map((name, i) => pad(name, widths[i] ?? 0, false))
    .join(' | ')
    .trimEnd();
  return ` ${line}\n-${widths.map((width) => '-'.repeat(width)).join('-+-')}-\n`;
};

/** One row. A cell that is wider than its column pushes the rest aside and is shown whole. */
export const row = (cells: readonly Cell[], { widths }: Columns): string =>
  ` ${cells.map(({ text, right }, i) => pad(text, widths[i] ?? 0, right)).join(' | ')}`.trimEnd() + '\n';

/** A whole table, for what is known to be small. */
export const table = (names: readonly string[], rows: readonly (readonly Cell[])[]): string => {
  const columns = measure(names, rows);
  return head(columns) + rows.map((cells) => row(cells, columns)).join('');
};

/** `1 row`, `2 rows`, `1,200 rows`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
