import { SqlError } from '../sql-session.ts';
import { lex } from './lexer.ts';

/** The statements of a simple query, without the semicolons between them; empty ones are left out. Throws 42601 when a string, name or comment does not end. */
export const splitStatements = (sql: string): readonly string[] => {
  const { tokens, unterminated } = lex(sql);
  if (unterminated !== undefined)
    throw new SqlError('42601', `unterminated ${unterminated.what}`, unterminated.at + 1);
  const statements: string[] = [];
  let start = 0;
  let held = false;
  const push = (end: number) => {
    if (held) statements.push(sql.slice(start, end).trim());
    held = false;
  };
  for (const token of tokens) {
    if (token.kind === 'symbol' && token.text === ';') {
      push(token.start);
      start = token.end;
    } else held = true;
  }
  push(sql.length);
  return statements;
};
