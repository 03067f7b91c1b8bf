import type { Writable } from 'node:stream';
import { readRow, type AnsweredRow } from './answered-rows.ts';
import { counted, head, measure, row, type Columns } from './table.ts';
import { write } from './write.ts';

/** Columns are sized by so many first rows; later ones are printed as they come. */
const measured = 1000;

const start = async (rows: readonly AnsweredRow[], to: Writable): Promise<Columns | undefined> => {
  const first = rows[0];
  if (first === undefined) return undefined;
  const columns = measure(
    first.names,
    rows.map(({ cells }) => cells),
  );
  await write(to, head(columns) + rows.map(({ cells }) => row(cells, columns)).join(''));
  return columns;
};

/**
 * Prints lines of NDJSON as a table, whatever their number in little memory.
 * @returns how many rows there were
 */
export const printRows = async (
  lines: AsyncIterable<readonly string[]>,
  to: Writable,
  rowOf: (line: string) => AnsweredRow = readRow,
): Promise<number> => {
  let waiting: AnsweredRow[] = [];
  let columns: Columns | undefined;
  let count = 0;
  for await (const some of lines) {
    count += some.length;
    const rows = some.map(rowOf);
    if (columns === undefined) {
      waiting = [...waiting, ...rows];
      if (waiting.length >= measured) columns = await start(waiting, to);
    } else {
      const known = columns;
      await write(to, rows.map(({ cells }) => row(cells, known)).join(''));
    }
  }
  if (columns === undefined) await start(waiting, to);
  await write(to, `(${counted(count, 'row')})\n`);
  return count;
};
