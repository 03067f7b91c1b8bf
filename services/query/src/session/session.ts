import { SqlError, type SqlSession, type Statement } from '../sql-session.ts';
import { lex } from '../sql/lexer.ts';
import { splitStatements } from '../sql/split.ts';
import { chat, type Chat } from './chatter.ts';
import { rowsCursor } from './cursors.ts';
import { prepareCatalogue } from './catalogue-statement.ts';
import { isCatalogueQuery } from './route.ts';
import { prepareSelect } from './select-statement.ts';
import type { SessionContext } from './context.ts';

const chatStatement = ({ tag, columns, rows }: Chat): Statement => ({
  columns,
  parameterCount: 0,
  tag,
  execute: () => Promise.resolve(rowsCursor(rows)),
  close: () => Promise.resolve(),
});

const prepare = (
  context: SessionContext,
  sql: string,
  types: readonly (string | undefined)[],
): Promise<Statement> | Statement => {
  const { tokens, unterminated } = lex(sql);
  if (unterminated !== undefined)
    throw new SqlError('42601', `unterminated ${unterminated.what}`, unterminated.at + 1);
  const said = tokens.filter((token) => token.text !== ';' || token.kind !== 'symbol');
  if (said.length === 0) return chatStatement({ tag: '', columns: [], rows: [] });
  const answer = chat(said, context.settings);
  if (answer !== undefined) return chatStatement(answer);
  return isCatalogueQuery(said) ? prepareCatalogue(context, sql) : prepareSelect(context, sql, types);
};

/** One session over a tenant's engine. */
export const sessionOf = (context: SessionContext, onClose: () => void): SqlSession => ({
  split: async (sql) => Promise.resolve(splitStatements(sql)),
  prepare: async (sql, types = []) => {
    if (context.closed()) throw new SqlError('57P01', 'the session is closed');
    context.engine.touch();
    return prepare(context, sql, types);
  },
  cancel: () => context.run.cancel(),
  close: async () => {
    context.run.cancel();
    for (const letGo of context.reads) letGo();
    onClose();
    return Promise.resolve();
  },
});
