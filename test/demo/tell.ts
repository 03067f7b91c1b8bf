import { left, readRow, table, type AnsweredRow } from 'sluice/output';

const out = process.stdout;
const isScreen = out.isTTY;

const bold = (text: string): string => (isScreen ? `\u001b[1m${text}\u001b[0m` : text);

let chapters = 0;

/** A new part of the story. */
export const chapter = (title: string): void => {
  out.write(`\n${bold(`${++chapters}. ${title}`)}\n`);
};

/** A sentence. */
export const tell = (text: string): void => {
  out.write(`${text}\n`);
};

/** Something that was run, and what came of it. */
export const showSql = (sql: string, rows: readonly AnsweredRow[]): void => {
  const names = rows[0]?.names ?? [];
  out.write(
    `\n  ${bold('SQL>')} ${sql}\n${table(
      names,
      rows.map(({ cells }) => cells),
    )
      .replaceAll(/^/gm, '  ')
      .trimEnd()}\n`,
  );
};

/** Rows of names and texts. */
export const showTable = (names: readonly string[], rows: readonly (readonly string[])[]): void => {
  out.write(
    table(
      names,
      rows.map((row) => row.map(left)),
    )
      .replaceAll(/^/gm, '  ')
      .trimEnd() + '\n',
  );
};

export { readRow };
