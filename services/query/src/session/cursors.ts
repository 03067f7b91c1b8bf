import type { Cursor, SqlValue } from '../sql-session.ts';

/** A cursor over rows that are here already. */
export const rowsCursor = (rows: readonly (readonly SqlValue[])[]): Cursor => {
  let at = 0;
  return {
    next: (maxRows) => {
      const part = rows.slice(at, at + maxRows);
      at += part.length;
      return Promise.resolve({ rows: part, done: at >= rows.length });
    },
    close: () => {
      at = rows.length;
      return Promise.resolve();
    },
  };
};
