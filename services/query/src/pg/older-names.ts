import { lex } from '../sql/lexer.ts';

/**
 * Columns that PostgreSQL renamed in version 17. psql 15 and 16 ask every later server for the old names (`\l`, `\dO`), a real one too.
 * The new names are written with blanks up to the length of the old, so that positions in errors stay.
 */
const renamed: ReadonlyMap<string, string> = new Map([
  ['daticulocale', 'datlocale   '],
  ['colliculocale', 'colllocale   '],
]);

/** A catalogue query with the names that the catalogue's version has. */
export const withNewNames = (sql: string): string => {
  let text = sql;
  for (const { kind, text: word, start, end } of lex(sql).tokens) {
    const name = kind === 'word' ? renamed.get(word.toLowerCase()) : undefined;
    if (name !== undefined) text = text.slice(0, start) + name + text.slice(end);
  }
  return text;
};
