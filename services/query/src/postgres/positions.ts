import { SqlError } from '../sql-session.ts';

const charactersBefore = (sql: string, offset: number): number => {
  let characters = 0;
  for (const character of sql.slice(0, offset)) characters += character.length > 0 ? 1 : 0;
  return characters;
};

/**
 * Runs a statement that begins at an offset of the client's text. The position of an error counts UTF-16 units of the statement; the protocol
 * counts characters of the whole text.
 */
export const shifted = async <T>(sql: string, offset: number, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof SqlError) || error.position === undefined) throw error;
    const position = charactersBefore(sql, offset + error.position - 1) + 1;
    throw new SqlError(error.sqlstate, error.message, position);
  }
};
